package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.Joining;
import dev.aidp.git.Resolution;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.RunSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One unit's work, as a loop of its own ({@link WorkLoopWorkflow}) or as a part of a feature.
 *
 * @param run the run's id
 * @param generation the run's generation
 * @param plan the plan's text, by reference
 * @param node the unit
 * @param settings the run's
 * @param base the commit the run starts from
 * @param needs the finished units whose work it starts with, in the order they join
 * @param resolutions settled conflicts among them, to use again
 * @param inputs artifacts it gets
 * @param branch the branch its work goes to
 * @param replaces what that branch may point to now, or null if it must not exist
 * @param starts how often it was started before
 * @param clashed keys of conflicts that the resolver could not settle: it is not asked again
 * @param feedback what the first prompt says of work that was not good enough; empty for new work
 */
public record UnitWork(
    String run,
    int generation,
    String plan,
    PlanNode node,
    RunSettings settings,
    String base,
    List<Joining.Tip> needs,
    List<Resolution> resolutions,
    List<Artifact> inputs,
    String branch,
    @Nullable String replaces,
    int starts,
    List<String> clashed,
    String feedback) {

  /** Copies the collections. */
  public UnitWork {
    needs = ImmutableList.copyOf(needs);
    resolutions = ImmutableList.copyOf(resolutions);
    inputs = ImmutableList.copyOf(inputs);
    clashed = ImmutableList.copyOf(clashed);
    feedback = feedback == null ? "" : feedback;
  }

  /** Makes work that was never started before. */
  public UnitWork(
      String run,
      int generation,
      String plan,
      PlanNode node,
      RunSettings settings,
      String base,
      List<Joining.Tip> needs,
      List<Resolution> resolutions,
      List<Artifact> inputs,
      String branch,
      @Nullable String replaces) {
    this(
        run,
        generation,
        plan,
        node,
        settings,
        base,
        needs,
        resolutions,
        inputs,
        branch,
        replaces,
        0,
        ImmutableList.of(),
        "");
  }

  /** Returns a copy for another generation of the run, before which it was started so often. */
  public UnitWork inGeneration(int next, int starts) {
    return new UnitWork(
        run,
        next,
        plan,
        node,
        settings,
        base,
        needs,
        resolutions,
        inputs,
        branch,
        replaces,
        starts,
        clashed,
        feedback);
  }
}
