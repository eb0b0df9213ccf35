package dev.aidp.workloop;

/**
 * What a loop has used so far.
 *
 * @param turns recorded turns, repeats included
 * @param failedTurns of those, the ones that failed
 * @param checks checks that ran
 * @param failedChecks of those, the red ones
 */
public record LoopMetrics(int turns, int failedTurns, int checks, int failedChecks) {}
