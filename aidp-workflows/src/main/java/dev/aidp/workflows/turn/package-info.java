/**
 * One turn of an agent, repeated where its failure may pass, taken over by the next agent of the
 * chain where the first cannot go on. {@link dev.aidp.workflows.turn.TurnExecutor} takes it; what
 * decides is pure: {@link dev.aidp.workflows.turn.TurnPolicy}, {@link
 * dev.aidp.workflows.turn.AgentFailover}, {@link dev.aidp.workflows.turn.ModelEscalation}. May use
 * steering; knows neither loops nor merges.
 */
@NullMarked
package dev.aidp.workflows.turn;

import org.jspecify.annotations.NullMarked;
