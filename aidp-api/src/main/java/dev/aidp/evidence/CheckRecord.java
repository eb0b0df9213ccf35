package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A check on a commit's tree.
 *
 * @param name the check; a unit's own is {@code UNIT/NAME}
 * @param command what was given to {@code sh -c}
 * @param passed whether it exited 0 in time
 * @param exitCode null if it was ended by its time-out
 * @param output its whole output
 * @param durationMs how long it took, in milliseconds
 * @param clean whether it ran in a clean checkout of the tree
 * @param terms what else is said of it
 */
public record CheckRecord(
    String name,
    String command,
    boolean passed,
    @JsonProperty("exit_code") @Nullable Integer exitCode,
    String output,
    @JsonProperty("duration_ms") long durationMs,
    boolean clean,
    @JsonUnwrapped Terms terms) {

  /**
   * What else is said of a check.
   *
   * @param exclusive whether it may run only while no other such check does on the host
   * @param optional whether it need not pass
   * @param flaky whether it was red at first and green when it ran again on the same tree
   */
  public record Terms(boolean exclusive, boolean optional, boolean flaky) {

    /** Nothing else. */
    public static final Terms USUAL = new Terms(false, false, false);
  }

  /** Where nothing else is said, it is required like any other. */
  @SuppressWarnings("ConstantValue")
  public CheckRecord {
    terms = terms == null ? Terms.USUAL : terms;
  }
}
