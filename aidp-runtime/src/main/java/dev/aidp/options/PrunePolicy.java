package dev.aidp.options;

import dev.aidp.failure.UsageException;
import java.time.Duration;

/**
 * Which runs that have ended stay: those that ended last, and those that ended not long ago. All
 * that is kept of the others goes, but for what a published result needs.
 *
 * <pre>{@code
 * PrunePolicy policy = new PrunePolicy(20, Duration.ofDays(7), false);
 * List<String> would = aidp.prune(policy, true).runs(); // a dry run: nothing goes
 * List<String> gone = aidp.prune(policy, false).runs();
 * }</pre>
 *
 * @param keep how many of the runs that ended last stay, however old they are
 * @param older how long ago a run must have ended to go
 * @param automatic whether starting a run prunes, at most once a day, beside that run
 */
public record PrunePolicy(int keep, Duration older, boolean automatic) {

  /** The last 50 runs and those of 30 days stay; pruned by itself. */
  public static final PrunePolicy USUAL = new PrunePolicy(50, Duration.ofDays(30), true);

  /** Checks that neither is negative. */
  public PrunePolicy {
    if (keep < 0 || older.isNegative()) {
      throw new UsageException(
          "Nothing can be kept less than not at all.", null, "Use 0, or more.");
    }
  }

  /** Returns one by which all go but the last {@code keep}, however young they are. */
  public static PrunePolicy allBut(int keep) {
    return new PrunePolicy(keep, Duration.ZERO, false);
  }
}
