package dev.aidp.workloop;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.agent.FiledTask;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One unit's work, as a loop of its own ({@link WorkLoopWorkflow}) or as a part of a feature.
 *
 * @param run the run's id
 * @param generation the run's generation
 * @param plan the plan's text, by reference
 * @param node the unit
 * @param settings the run's
 * @param into where it starts from and where it goes
 * @param given what it starts with
 * @param before what is known from before this start
 */
@RecordBuilder
public record UnitWork(
    String run,
    int generation,
    String plan,
    PlanNode node,
    RunSettings settings,
    Into into,
    Given given,
    Before before)
    implements UnitWorkBuilder.With {

  /** Refuses names that are none. */
  public UnitWork {
    Names.run(run);
    Names.unit(node.id());
    given = Objects.requireNonNullElse(given, Given.NOTHING);
    before = Objects.requireNonNullElse(before, Before.NOTHING);
  }

  /**
   * Where work starts from and where it goes.
   *
   * @param base the commit the run starts from
   * @param branch the branch its work goes to
   * @param replaces what that branch may point to now, or null if it must not exist
   */
  public record Into(String base, String branch, @Nullable String replaces) {

    /** Refuses names that are none. */
    public Into {
      Names.object(base);
      Names.branch(branch);
      Names.objectOrNull(replaces);
    }
  }

  /**
   * What a unit starts with.
   *
   * @param needs the finished units whose work it starts with, in the order they join: each stands
   *     on the commit that the run starts from, but for earlier work of this unit itself
   * @param resolutions settled conflicts among them, to use again
   * @param inputs artifacts it gets
   */
  public record Given(
      List<JoinRequest.UnitHead> needs, List<Resolution> resolutions, List<Artifact> inputs) {

    /** A unit that stands alone. */
    public static final Given NOTHING =
        new Given(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());

    /** Copies the collections. */
    public Given {
      needs = ImmutableList.copyOf(needs);
      resolutions = ImmutableList.copyOf(resolutions);
      inputs = ImmutableList.copyOf(inputs);
    }
  }

  /**
   * What is known of a unit before it is started.
   *
   * @param starts how often it was started before
   * @param clashed keys of conflicts that the resolver could not settle: it is not asked again
   * @param feedback what the first prompt says of work that was not good enough; empty for new work
   * @param used what earlier starts of it have used
   * @param red names of checks that are red on the base, before any work
   * @param from what its attempts go on from, rather than to begin anew; or null
   * @param tasks what its agent has noted that is left to do
   */
  @RecordBuilder
  public record Before(
      int starts,
      List<String> clashed,
      String feedback,
      Usage used,
      List<String> red,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LoopCheckpoint from,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FiledTask> tasks)
      implements UnitWorkBeforeBuilder.With {

    /** Of new work nothing is known. */
    public static final Before NOTHING =
        new Before(
            0, ImmutableList.of(), "", Usage.NONE, ImmutableList.of(), null, ImmutableList.of());

    /** Copies the collections; takes no tasks for none. */
    @SuppressWarnings("ConstantValue")
    public Before {
      clashed = ImmutableList.copyOf(clashed);
      red = ImmutableList.copyOf(red);
      tasks = tasks == null ? ImmutableList.of() : ImmutableList.copyOf(tasks);
    }
  }

  /** Returns the commit the run starts from. */
  public String base() {
    return into.base;
  }

  /** Returns the branch its work goes to. */
  public String branch() {
    return into.branch;
  }

  /** Returns how often it was started before. */
  public int starts() {
    return before.starts();
  }

  /**
   * Returns a copy for another generation of the run, before which it was started so often, had
   * used so much, and had noted this.
   */
  public UnitWork inGeneration(int next, int starts, Usage used, List<FiledTask> tasks) {
    return withGeneration(next)
        .withBefore(before.withStarts(starts).withUsed(used).withTasks(tasks));
  }

  /** Returns a copy whose attempts go on from {@code checkpoint}. */
  public UnitWork from(LoopCheckpoint checkpoint) {
    return withBefore(before.withFrom(checkpoint));
  }

  /** Returns a copy whose branch may point to {@code commit} now. */
  public UnitWork replacing(@Nullable String commit) {
    return withInto(new Into(into.base, into.branch, commit));
  }

  /** Returns a copy of work before which these checks are red already. */
  public UnitWork redBefore(List<String> checks) {
    return withBefore(before.withRed(checks));
  }
}
