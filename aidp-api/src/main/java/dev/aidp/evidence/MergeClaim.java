package dev.aidp.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Names;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of a merged commit.
 *
 * @param work the merge's
 * @param source what it was made of
 * @param state the merged commit and its tree, as the checks saw it
 * @param strategy how units joined
 * @param gateRuns how often checks ran on a merged tree
 * @param required the run's checks
 * @param earlier parts that are kept already, by reference
 * @param rest the last part
 */
public record MergeClaim(
    Work work,
    Source source,
    TreeState state,
    Strategy strategy,
    int gateRuns,
    List<Check> required,
    List<String> earlier,
    EvidencePart rest) {

  /** Copies the collections. */
  public MergeClaim {
    required = ImmutableList.copyOf(required);
    earlier = ImmutableList.copyOf(earlier);
  }

  /**
   * What a merge is made of.
   *
   * @param plan the plan, by reference
   * @param text the feature's text, by reference, or null
   * @param base the commit the branch begins from
   * @param branch the result branch
   */
  public record Source(String plan, @Nullable String text, String base, String branch) {

    /** Refuses names that are none. */
    public Source {
      Names.object(base);
      Names.branch(branch);
    }
  }
}
