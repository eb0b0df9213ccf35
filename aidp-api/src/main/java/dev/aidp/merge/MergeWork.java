package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merge works on: finished units that shall become one green branch.
 *
 * @param run the run's id
 * @param generation the run's generation
 * @param graph the whole plan: it gives order, dependencies and who is required
 * @param finished the units that are done, with their commits
 * @param settings the run's; its {@code minSuccess} is of all units of the plan
 * @param into where the result goes
 * @param text the feature's text, by reference, or null
 * @param known what is known from before
 */
@RecordBuilder
public record MergeWork(
    String run,
    int generation,
    PlanGraph graph,
    List<JoinRequest.UnitHead> finished,
    RunSettings settings,
    Into into,
    @Nullable String text,
    Known known)
    implements MergeWorkBuilder.With {

  /** Refuses names that are none; copies the units. */
  public MergeWork {
    Names.run(run);
    finished = ImmutableList.copyOf(finished);
  }

  /**
   * Where a result goes.
   *
   * @param base the commit the branch begins from
   * @param branch the result branch
   * @param replaces what the branch may point to now, or null if it must not exist
   * @param held whether the branch is left alone: who asked points it to the result, or does not
   */
  @RecordBuilder
  public record Into(String base, String branch, @Nullable String replaces, boolean held)
      implements MergeWorkIntoBuilder.With {

    /** Refuses names that are none. */
    public Into {
      Names.object(base);
      Names.branch(branch);
      Names.objectOrNull(replaces);
    }
  }

  /**
   * What is known from before.
   *
   * @param resolutions settled conflicts, to use again
   * @param clashed keys of conflicts that the resolver could not settle: it is not asked again
   * @param from how far an earlier merge of this run came, before units went back to their agents;
   *     null for the first one
   * @param reworks how often units went back to their agents already
   */
  public record Known(
      List<Resolution> resolutions, List<String> clashed, @Nullable MergeReport from, int reworks) {

    /** Before a first merge nothing is known. */
    public static final Known NOTHING = new Known(ImmutableList.of(), ImmutableList.of(), null, 0);

    /** Copies the collections. */
    public Known {
      resolutions = ImmutableList.copyOf(resolutions);
      clashed = ImmutableList.copyOf(clashed);
    }
  }

  /** Returns the commit the branch begins from. */
  public String base() {
    return into.base;
  }

  /** Returns the result branch. */
  public String branch() {
    return into.branch;
  }

  /** Returns a copy that leaves the branch alone. */
  public MergeWork holding() {
    return withInto(into.withHeld(true));
  }

  /**
   * Returns what the generation {@code next} works on: the same branches anew.
   *
   * @param last what an earlier generation made of the branch, or null
   */
  public MergeWork again(int next, @Nullable String last) {
    return withGeneration(next)
        .withInto(last == null ? into : into.withReplaces(last))
        .withKnown(new Known(known.resolutions, ImmutableList.of(), null, 0));
  }
}
