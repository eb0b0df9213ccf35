package dev.aidp.run;

/**
 * How hard a merge tries before it leaves a unit out.
 *
 * @param rework how often units that make the merged tree red go back to their agents, at least 0
 * @param resolverScope what a resolver may change
 */
public record Merging(int rework, ResolverScope resolverScope) {

  /** Refuses what makes no sense. */
  public Merging {
    if (rework < 0) {
      throw new IllegalArgumentException("rework must be at least 0: " + rework);
    }
  }

  /** Returns a merge that sends nobody back, and whose resolver keeps to the conflicting files. */
  public static Merging defaults() {
    return new Merging(0, ResolverScope.CONFLICT);
  }
}
