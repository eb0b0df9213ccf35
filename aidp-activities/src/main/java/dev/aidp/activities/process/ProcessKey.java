package dev.aidp.activities.process;

/**
 * What tells a process from every other one since the machine was booted.
 *
 * @param pid its number
 * @param start its start, as in {@link ProcessEntry}
 */
public record ProcessKey(long pid, long start) {}
