package dev.aidp.run;

import java.util.Objects;

/**
 * What may be spent, as a tree: the run, in it each unit, in it each turn. Time and iterations are
 * bounded by the other {@link Limits}.
 *
 * @param run by all turns of the run together, those of planner and resolver included
 * @param unit by all turns of one unit
 * @param turn by one turn
 */
public record Budget(Cap run, Cap unit, Cap turn) {

  /** No limit. */
  public static final Budget NONE = new Budget(Cap.NONE, Cap.NONE, Cap.NONE);

  /** What is not said is not limited. */
  public Budget {
    run = Objects.requireNonNullElse(run, Cap.NONE);
    unit = Objects.requireNonNullElse(unit, Cap.NONE);
    turn = Objects.requireNonNullElse(turn, Cap.NONE);
  }

  /** Returns a budget for the run as a whole. */
  public static Budget ofRun(Cap cap) {
    return new Budget(cap, Cap.NONE, Cap.NONE);
  }

  /** Returns a copy in which what {@code other} names holds instead. */
  public Budget with(Budget other) {
    return new Budget(run.with(other.run), unit.with(other.unit), turn.with(other.turn));
  }

  /** Returns whether nothing is limited. */
  public boolean none() {
    return run.none() && unit.none() && turn.none();
  }
}
