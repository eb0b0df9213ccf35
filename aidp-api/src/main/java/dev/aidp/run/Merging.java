package dev.aidp.run;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How units become one branch.
 *
 * @param strategy how units join
 * @param minSuccess what makes a partial result
 * @param rework how often units that make the merged tree red go back to their agents, at least 0
 * @param resolverScope what a resolver may change
 * @param reuse whether work that an earlier run has finished is taken as it is, rather than done
 *     again
 */
@RecordBuilder
public record Merging(
    Strategy strategy,
    MinSuccess minSuccess,
    int rework,
    ResolverScope resolverScope,
    boolean reuse)
    implements MergingBuilder.With {

  /**
   * What holds where nothing is said: nobody is sent back, and a resolver keeps to the conflicting
   * files.
   */
  public static final Merging USUAL =
      new Merging(Strategy.MERGE, MinSuccess.defaults(), 0, ResolverScope.CONFLICT, true);

  /** Refuses what makes no sense. */
  public Merging {
    if (rework < 0) {
      throw new IllegalArgumentException("rework must be at least 0: " + rework);
    }
  }
}
