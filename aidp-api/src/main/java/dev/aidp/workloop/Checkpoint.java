package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import dev.aidp.run.Usage;
import dev.aidp.wire.WireNamed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finished iteration, as people see it: its run can go back to it, and another one can start from
 * it.
 *
 * @param unit the unit
 * @param attempt its attempt, from 1 over all generations of the run
 * @param iteration the iteration of that
 * @param regular whether it is one of those that are listed by themselves: every fifth iteration,
 *     and the last of its attempt so far
 * @param start the commit that the unit began from
 * @param before the tree that the iteration began with
 * @param state the files that the iteration left, and the commit they stand on
 * @param metrics what had come of it by then
 */
public record Checkpoint(
    String unit,
    int attempt,
    int iteration,
    boolean regular,
    String start,
    String before,
    TreeState state,
    Metrics metrics) {

  /** How failures went since the last regular checkpoint. */
  public enum Trend implements WireNamed {
    /** There is none before it to compare with. */
    FIRST,
    /** Fewer things fail. */
    IMPROVING,
    /** As many fail as before. */
    LEVEL,
    /** More fail. */
    WORSENING
  }

  /**
   * What had come of a unit's work.
   *
   * @param changes what differs from where the unit began; null if that could not be counted
   * @param failing what it lacks to be done: the names of red checks, then the rest in a few words
   * @param fixed what the regular checkpoint before lacked and it does not
   * @param introduced what it lacks and the regular checkpoint before did not
   * @param trend how failures went since then
   * @param used what this start of the unit has used so far
   */
  public record Metrics(
      @Nullable Changes changes,
      List<String> failing,
      List<String> fixed,
      List<String> introduced,
      Trend trend,
      Usage used) {

    /** Copies the lists. */
    public Metrics {
      failing = ImmutableList.copyOf(failing);
      fixed = ImmutableList.copyOf(fixed);
      introduced = ImmutableList.copyOf(introduced);
    }
  }

  /** Returns its name within its unit, such as {@code 1.3}: attempt and iteration. */
  public String place() {
    return attempt + "." + iteration;
  }
}
