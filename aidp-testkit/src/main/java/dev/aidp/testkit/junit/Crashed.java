package dev.aidp.testkit.junit;

/**
 * What came of a program that crashed after each step.
 *
 * @param result what it returned in the end
 * @param crashes how often it was ended before
 */
public record Crashed<T>(T result, int crashes) {}
