package dev.aidp.run;

/**
 * Whose work a step is: the identity from which worktrees, snapshots and effect ids get their
 * names.
 *
 * @param run the run's id
 * @param generation 1 for a run as it was started; a retry, rollback or fork begins the next
 * @param unit the unit's id, or one of the names with an underscore below, which no unit can have
 * @param attempt the start of the unit, from 1
 */
public record Work(String run, int generation, String unit, int attempt) {

  /** Refuses names that are none: folders and refs are named after them. */
  public Work {
    Names.run(run);
    Names.unit(unit);
  }

  /** The work of the planner. */
  public static final String PLANNER = "_plan";

  /** The work of the merge: its gates and its resolver. */
  public static final String MERGE = "_merge";

  /** The work of no unit in clean checkouts; each of those has this name and a number. */
  public static final String CLEAN = "_clean";

  /** The one unit of a run of kind {@code loop}. */
  public static final String LOOP = "loop";

  /**
   * Returns the work of the merge in one of its worktrees, from 1: the first is the resolver's too.
   */
  public static Work merging(String run, int generation, int place) {
    return new Work(run, generation, place == 1 ? MERGE : MERGE + "-" + place, 1);
  }

  /** Returns the work of one clean checkout of a run, from 1. */
  public static Work clean(String run, int generation, int place) {
    return new Work(run, generation, CLEAN + "-" + place, 1);
  }

  /** Returns whether it is work of the merge. */
  public boolean ofMerge() {
    return unit.startsWith(MERGE);
  }

  /** Returns the id of an outside effect of this work, such as {@code f-csv.1/model.2/commit}. */
  public String effect(String step) {
    return run + "." + generation + "/" + unit + "." + attempt + "/" + step;
  }
}
