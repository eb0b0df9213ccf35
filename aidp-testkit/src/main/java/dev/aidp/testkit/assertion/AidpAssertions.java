package dev.aidp.testkit.assertion;

import org.assertj.core.api.Assertions;

/**
 * AssertJ's assertions, and those for runs: one import is enough.
 *
 * <pre>{@code
 * import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;
 *
 * assertThat(run).endedGreen().after(2).prompted("2 tests red");
 * }</pre>
 */
public final class AidpAssertions extends Assertions {

  private AidpAssertions() {}

  /** Looks at a run. */
  public static RunAssert assertThat(PlayedRun run) {
    return new RunAssert(run);
  }
}
