package dev.aidp.testkit.assertion;

import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView.UnitView;
import org.assertj.core.api.AbstractAssert;

/** What a test demands of one unit of a run. */
public final class UnitAssert extends AbstractAssert<UnitAssert, UnitView> {

  private final RunAssert run;

  UnitAssert(RunAssert run, UnitView actual) {
    super(actual, UnitAssert.class);
    this.run = run;
  }

  /** Demands that its own work is done, merged or not. */
  public UnitAssert isDone() {
    if (!actual.state().finished()) {
      failWithMessage(
          "The unit %s is %s: %s", actual.id(), actual.state().wireName(), actual.error());
    }
    return this;
  }

  /** Demands that it stands so. */
  public UnitAssert is(UnitState state) {
    if (actual.state() != state) {
      failWithMessage(
          "The unit %s is %s, not %s: %s",
          actual.id(), actual.state().wireName(), state.wireName(), actual.error());
    }
    return this;
  }

  /** Demands that its last attempt took so many iterations. */
  public UnitAssert after(int iterations) {
    if (actual.tries().iterations() != iterations) {
      failWithMessage(
          "The unit %s took %d iterations, not %d.",
          actual.id(), actual.tries().iterations(), iterations);
    }
    return this;
  }

  /** Demands that it was started so often. */
  public UnitAssert attempts(int attempts) {
    if (actual.tries().attempts() != attempts) {
      failWithMessage(
          "The unit %s was started %d times, not %d.",
          actual.id(), actual.tries().attempts(), attempts);
    }
    return this;
  }

  /** Demands that people are warned of this. */
  public UnitAssert warns(String text) {
    if (actual.remarks().warnings().stream().noneMatch(warning -> warning.contains(text))) {
      failWithMessage(
          "The unit %s does not warn of '%s', but: %s",
          actual.id(), text, actual.remarks().warnings());
    }
    return this;
  }

  /** Goes back to the run. */
  public RunAssert run() {
    return run;
  }
}
