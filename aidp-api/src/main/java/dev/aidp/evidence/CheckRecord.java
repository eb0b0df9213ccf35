package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A required check on a commit's tree.
 *
 * @param name the check; a unit's own is {@code UNIT/NAME}
 * @param command what was given to {@code sh -c}
 * @param passed whether it exited 0 in time
 * @param exitCode null if it was ended by its time-out
 * @param output its whole output
 * @param durationMs how long it took, in milliseconds
 * @param clean whether it ran in a clean checkout of the tree
 * @param exclusive whether it may run only while no other such check does on the host
 */
public record CheckRecord(
    String name,
    String command,
    boolean passed,
    @JsonProperty("exit_code") @Nullable Integer exitCode,
    String output,
    @JsonProperty("duration_ms") long durationMs,
    boolean clean,
    boolean exclusive) {}
