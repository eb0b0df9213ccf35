package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Joining;
import dev.aidp.git.Resolution;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finished units that shall become one green branch.
 *
 * @param run the run's id
 * @param generation the run's generation
 * @param graph the whole plan: it gives order, dependencies and who is required
 * @param finished the units that are done, with their commits
 * @param resolutions settled conflicts, to use again
 * @param settings the run's; its {@code minSuccess} is of all units of the plan
 * @param base the commit the branch begins from
 * @param branch the result branch
 * @param replaces what the branch may point to now, or null if it must not exist
 * @param clashed keys of conflicts that the resolver could not settle: it is not asked again
 * @param from how far an earlier merge of this run came, before units went back to their agents;
 *     null for the first one
 * @param reworks how often units went back to their agents already
 * @param text the feature's text, by reference, or null
 * @param held whether the branch is left alone: who asked points it to the result, or does not
 */
public record MergeWork(
    String run,
    int generation,
    PlanGraph graph,
    List<Joining.Tip> finished,
    List<Resolution> resolutions,
    RunSettings settings,
    String base,
    String branch,
    @Nullable String replaces,
    List<String> clashed,
    @Nullable MergeReport from,
    int reworks,
    @Nullable String text,
    boolean held) {

  /** Refuses names that are none; copies the collections. */
  public MergeWork {
    Names.run(run);
    Names.object(base);
    Names.branch(branch);
    Names.objectOrNull(replaces);
    finished = ImmutableList.copyOf(finished);
    resolutions = ImmutableList.copyOf(resolutions);
    clashed = ImmutableList.copyOf(clashed);
  }

  /** Makes the request of a run's first merge, in which no conflict was given up yet. */
  public MergeWork(
      String run,
      int generation,
      PlanGraph graph,
      List<Joining.Tip> finished,
      List<Resolution> resolutions,
      RunSettings settings,
      String base,
      String branch,
      @Nullable String replaces) {
    this(
        run,
        generation,
        graph,
        finished,
        resolutions,
        settings,
        base,
        branch,
        replaces,
        ImmutableList.of(),
        null,
        0,
        null,
        false);
  }

  /** Returns the request of a merge that leaves the branch alone. */
  public MergeWork holding() {
    return new MergeWork(
        run,
        generation,
        graph,
        finished,
        resolutions,
        settings,
        base,
        branch,
        replaces,
        clashed,
        from,
        reworks,
        text,
        true);
  }

  /**
   * Returns the request of the generation {@code next}: the same branches anew.
   *
   * @param last what an earlier generation made of the branch, or null
   */
  public MergeWork again(int next, @Nullable String last) {
    return new MergeWork(
        run,
        next,
        graph,
        finished,
        resolutions,
        settings,
        base,
        branch,
        last == null ? replaces : last,
        ImmutableList.of(),
        null,
        0,
        text,
        held);
  }
}
