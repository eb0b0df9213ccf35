package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a unit does that needs no agent.
 *
 * @param command for {@code sh -c}, in the unit's worktree; the unit is done when it exits 0 and
 *     the checks are green
 * @param poll when it is run again until it exits 0, or null: it is run once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnitAction(String command, @Nullable Poll poll) {

  /** The longest command, in characters: it is in the history of each run. */
  public static final int LONGEST = 2_000;

  /** Returns one that is run once. */
  public static UnitAction run(String command) {
    return new UnitAction(command, null);
  }

  /** Returns one that is run until it exits 0. */
  public static UnitAction until(String command, Poll poll) {
    return new UnitAction(command, poll);
  }

  /**
   * How often somebody looks whether what is waited for is there.
   *
   * @param interval between the first look and the second
   * @param backoff by how much each further interval is longer, from 1
   * @param timeout after which the unit has failed
   */
  public record Poll(Duration interval, double backoff, Duration timeout) {

    /** What holds where nothing is said: each half minute, for an hour. */
    public static final Poll USUAL = new Poll(Duration.ofSeconds(30), 1, Duration.ofHours(1));

    /** No backoff makes an interval longer. */
    public static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);

    /** Each look is some events of a history, which has a limit. */
    public static final int MOST_LOOKS = 500;

    /** Returns the interval that follows on {@code last}. */
    public Duration after(Duration last) {
      Duration most = interval.compareTo(LONGEST_INTERVAL) > 0 ? interval : LONGEST_INTERVAL;
      Duration next = Duration.ofMillis(Math.round(last.toMillis() * backoff));
      return next.compareTo(most) > 0 ? most : next;
    }

    /** Returns how often it is looked at most; no more than one above {@link #MOST_LOOKS}. */
    public int looks() {
      int looks = 1;
      Duration next = interval;
      for (Duration at = Duration.ZERO;
          at.compareTo(timeout) < 0 && looks <= MOST_LOOKS;
          at = at.plus(next), next = after(next)) {
        looks++;
      }
      return looks;
    }
  }
}
