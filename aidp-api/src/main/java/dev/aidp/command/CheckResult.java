package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Check;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one check ended.
 *
 * @param name the check; a unit's own is {@code UNIT/NAME}
 * @param passed whether it exited 0 in time
 * @param exitCode null if it was ended by its time-out
 * @param digest if it failed, its output reduced to its distinctive lines; else empty
 * @param output the whole output in the artifact store
 * @param millis how long it took
 * @param clean whether it ran in a clean checkout of exactly its tree; only that is a verdict on it
 * @param details what else is known of it, or null
 */
@RecordBuilder
public record CheckResult(
    String name,
    boolean passed,
    @Nullable Integer exitCode,
    String digest,
    String output,
    long millis,
    boolean clean,
    @Nullable Details details)
    implements CheckResultBuilder.With {

  /**
   * What else is known of a check that ended.
   *
   * @param optional whether it only warns
   * @param flaky whether it was red at first and green when it ran again on the same tree; then it
   *     has passed
   * @param failures the tests that failed, where they are told apart; of a flaky one those of its
   *     red run
   * @param category what the check is, in a word, or null
   */
  @RecordBuilder
  public record Details(
      boolean optional, boolean flaky, List<TestFailure> failures, @Nullable String category)
      implements CheckResultDetailsBuilder.With {

    /** Nothing else. */
    public static final Details NONE = new Details(false, false, ImmutableList.of(), null);

    /** Copies the list. */
    @SuppressWarnings("ConstantValue")
    public Details {
      failures = failures == null ? ImmutableList.of() : ImmutableList.copyOf(failures);
    }
  }

  /** Takes details that say nothing for none. */
  public CheckResult {
    details = Details.NONE.equals(details) ? null : details;
  }

  /** Makes the result of a check of which nothing else is known. */
  public CheckResult(
      String name,
      boolean passed,
      @Nullable Integer exitCode,
      String digest,
      String output,
      long millis,
      boolean clean) {
    this(name, passed, exitCode, digest, output, millis, clean, null);
  }

  /** Makes the result of such a check in a working copy. */
  public CheckResult(
      String name,
      boolean passed,
      @Nullable Integer exitCode,
      String digest,
      String output,
      long millis) {
    this(name, passed, exitCode, digest, output, millis, false, null);
  }

  /** Returns what else is known of it. */
  public Details more() {
    return details == null ? Details.NONE : details;
  }

  /** Returns whether it is red and must not be. */
  public boolean blocks() {
    return !passed && !more().optional();
  }

  /** Returns whether it is red and need not be green. */
  public boolean warns() {
    return !passed && more().optional();
  }

  /** Returns it as the result of {@code check}: the same command may have other terms elsewhere. */
  public CheckResult of(Check check) {
    Details terms = more().withOptional(check.optional()).withCategory(check.category());
    return withName(check.name()).withDetails(terms);
  }

  /** Returns in a few words how it ended, if it is red. */
  public String how() {
    return exitCode == null ? "was ended by its time-out" : "failed with exit code " + exitCode;
  }
}
