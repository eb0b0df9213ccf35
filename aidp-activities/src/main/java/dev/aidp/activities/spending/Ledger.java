package dev.aidp.activities.spending;

import dev.aidp.run.Budget;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.time.Duration;

/**
 * What the turns of runs have reserved and spent. It outlives every process and is shared by all
 * who work on them; each method is one transaction. Safe for use by many threads.
 */
public interface Ledger {

  /** A ledger that grants everything and keeps nothing. */
  Ledger NONE =
      new Ledger() {
        @Override
        public Allowance reserve(String step, Work work, Budget budget) {
          return Allowance.UNLIMITED;
        }

        @Override
        public void cut(String step, Work work, Usage usage) {}

        @Override
        public Usage settle(String step, Work work, Usage usage) {
          return usage;
        }

        @Override
        public Usage settleOnce(String step, Work work, Usage usage) {
          return usage;
        }
      };

  /**
   * Returns how long to wait before it is asked again whether others have settled: a look writes
   * nothing as long as the answer stays the same.
   */
  default Duration look() {
    return Duration.ofMillis(100);
  }

  /**
   * Sets aside what the turn {@code step} may spend, or says why it must not begin. A step that was
   * begun before and never settled finds what was set aside for it; whatever else was set aside for
   * its unit is released, since a unit takes one turn at a time.
   *
   * @param budget what the run was started with; what a person has said since holds instead
   */
  Allowance reserve(String step, Work work, Budget budget);

  /**
   * Charges a start of the turn that was cut off: what it is known to have used, or all that was
   * set aside for it if that is nothing.
   */
  void cut(String step, Work work, Usage usage);

  /**
   * Puts what the turn has used in the place of what was set aside for it.
   *
   * @return what all starts of the turn have used together
   */
  Usage settle(String step, Work work, Usage usage);

  /** Does the same unless the step was settled and nothing was set aside for it since. */
  Usage settleOnce(String step, Work work, Usage usage);
}
