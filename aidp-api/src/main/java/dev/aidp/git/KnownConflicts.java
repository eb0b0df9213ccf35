package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What came of conflicts so far.
 *
 * @param resolutions settled conflicts that passed, to use again
 * @param clashed keys of conflicts that the resolver could not settle: it is not asked again
 */
public record KnownConflicts(List<Resolution> resolutions, List<String> clashed) {

  /** None. */
  public static final KnownConflicts NONE =
      new KnownConflicts(ImmutableList.of(), ImmutableList.of());

  /** Copies the collections. */
  public KnownConflicts {
    resolutions = ImmutableList.copyOf(resolutions);
    clashed = ImmutableList.copyOf(clashed);
  }

  /** Returns both together. */
  public KnownConflicts plus(List<Resolution> settled, List<String> unsettled) {
    return new KnownConflicts(
        ImmutableList.<Resolution>builder().addAll(resolutions).addAll(settled).build(),
        ImmutableList.<String>builder().addAll(clashed).addAll(unsettled).build());
  }
}
