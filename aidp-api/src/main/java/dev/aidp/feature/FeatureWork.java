package dev.aidp.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanText;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tuning;
import dev.aidp.workloop.LoopCheckpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a feature works on, and what it carries from generation to generation.
 *
 * @param run the run's id
 * @param generation 1, or the next after each retry
 * @param text the feature's text, by reference
 * @param plan the plan, by reference; null: the planner is asked
 * @param settings the run's
 * @param base the commit it starts from
 * @param branch the result branch
 * @param from what an earlier generation had reached, or null
 */
public record FeatureWork(
    String run,
    int generation,
    String text,
    @Nullable String plan,
    RunSettings settings,
    String base,
    String branch,
    @Nullable Restart from) {

  /** Refuses names that are none. */
  public FeatureWork {
    Names.run(run);
    Names.object(base);
    Names.branch(branch);
  }

  /** Returns {@code plan}, a text by reference, as a plan of this feature is to be read. */
  public PlanText read(String plan) {
    return new PlanText(plan, settings.limits().capacities(), base);
  }

  /**
   * Returns what the generation {@code next} works on: to go on from {@code last} and start {@code
   * again} anew.
   */
  public FeatureWork again(int next, FeatureState last, List<String> units) {
    Back before = from == null ? null : from.back;
    Back unfinished = before == null || last.finished(before.unit) ? null : before;
    return restarted(next, new Restart(last, units, null, unfinished));
  }

  /** Likewise, where one unit goes back to a checkpoint of its own. */
  public FeatureWork back(int next, FeatureState last, List<String> units, Back to) {
    return restarted(next, new Restart(last, units, null, to));
  }

  /** Likewise, where the work of {@code undone} is done anew. */
  public FeatureWork undoing(int next, FeatureState last, List<String> units, List<String> undone) {
    return restarted(next, new Restart(last, units, null, null, undone));
  }

  private FeatureWork restarted(int next, Restart start) {
    return new FeatureWork(run, next, text, plan, settings, base, branch, start);
  }

  /** Returns what the same generation works on where its run goes on as new. */
  public FeatureWork midway(FeatureState now, Midway rest) {
    return restarted(
        generation, new Restart(now, List.of(), rest, from == null ? null : from.back));
  }

  /**
   * What a later generation starts from, or the same one as a new run of its workflow.
   *
   * @param last what the earlier one had reached
   * @param again the units to start again; those that depend on them and were skipped follow
   * @param midway what else the same generation carries on, or null: it is a later one
   * @param back the unit that goes back, with all that need it, or null
   * @param undone finished units whose work is done anew, whatever runs have finished
   */
  public record Restart(
      FeatureState last,
      List<String> again,
      @Nullable Midway midway,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Back back,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> undone) {

    /** Makes one that undoes nothing. */
    public Restart(
        FeatureState last, List<String> again, @Nullable Midway midway, @Nullable Back back) {
      this(last, again, midway, back, ImmutableList.of());
    }

    /** Refuses names that are none; copies the units. */
    @SuppressWarnings("ConstantValue")
    public Restart {
      undone = undone == null ? ImmutableList.of() : ImmutableList.copyOf(undone);
      last.units().forEach(unit -> Names.unit(unit.id()));
      if (last.graph() != null) {
        last.graph().nodes().forEach(node -> Names.unit(node.id()));
      }
      again = ImmutableList.copyOf(again);
    }
  }

  /**
   * A unit that goes back.
   *
   * @param unit which
   * @param to what it goes on from
   */
  public record Back(String unit, LoopCheckpoint to) {

    /** Refuses a name that is none. */
    public Back {
      Names.unit(unit);
    }
  }

  /**
   * What a generation carries on, besides its state, where its workflow goes on as a new run.
   *
   * @param red names of checks that are red on the base
   * @param tuning what was changed of its limits
   * @param waiting parts that wait for a person
   * @param worked how long it has worked
   * @param guards what was said of its guards
   */
  public record Midway(
      List<String> red,
      Tuning tuning,
      List<ChildWaiting> waiting,
      Duration worked,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<GuardUpdate> guards) {

    /** Copies the collections. */
    @SuppressWarnings("ConstantValue")
    public Midway {
      red = ImmutableList.copyOf(red);
      waiting = ImmutableList.copyOf(waiting);
      guards = guards == null ? ImmutableList.of() : ImmutableList.copyOf(guards);
    }
  }
}
