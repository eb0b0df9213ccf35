package dev.aidp.runtime.engine;

import java.time.Instant;

/**
 * Something that was recorded of a run.
 *
 * @param at when
 * @param run the run's or child run's full id
 * @param kind {@code started}, {@code message}, {@code step}, {@code child}, {@code timer} or
 *     {@code ended}
 * @param key the step's key, the message's name, the child's id; may be empty
 * @param payload the outcome or argument as JSON; may be {@code null}'s
 * @param failed whether the step, the child or the run broke off: the payload is then its failure;
 *     an outcome that tells of a failure is an outcome
 */
public record HistoryEntry(
    Instant at, String run, String kind, String key, String payload, boolean failed) {}
