package dev.aidp;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What {@link Aidp#prune} removed, or would remove.
 *
 * @param dryRun whether nothing was removed
 * @param runs the ids of the runs that went, with their journals, logs and budgets
 * @param artifacts how many artifacts nobody refers to any more
 * @param artifactBytes how large these were
 * @param refs how many refs below {@code refs/aidp}, those of evidence not counted
 * @param evidence how much evidence of commits to which no branch or tag leads
 * @param remembered how many resolutions and results of trial merges that nobody has used for long
 * @param size what there is now
 */
public record Pruned(
    boolean dryRun,
    List<String> runs,
    long artifacts,
    long artifactBytes,
    long refs,
    long evidence,
    long remembered,
    StoreSize size) {

  /** Copies the ids. */
  public Pruned {
    runs = ImmutableList.copyOf(runs);
  }
}
