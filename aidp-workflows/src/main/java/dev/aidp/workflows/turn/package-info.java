/**
 * One turn of an agent, repeated where its failure may pass. {@link dev.aidp.workflows.turn.Turns}
 * takes it, {@link dev.aidp.workflows.turn.TurnPolicy} decides. May use steering; knows neither
 * loops nor merges.
 */
@NullMarked
package dev.aidp.workflows.turn;

import org.jspecify.annotations.NullMarked;
