/**
 * One turn of an agent, repeated where its failure may pass, taken over by the next agent of the
 * chain where the first cannot go on. {@link dev.aidp.workflows.turn.Turns} takes it; what decides
 * is pure: {@link dev.aidp.workflows.turn.TurnPolicy}, {@link dev.aidp.workflows.turn.Crew}, {@link
 * dev.aidp.workflows.turn.Ladder}. May use steering; knows neither loops nor merges.
 */
@NullMarked
package dev.aidp.workflows.turn;

import org.jspecify.annotations.NullMarked;
