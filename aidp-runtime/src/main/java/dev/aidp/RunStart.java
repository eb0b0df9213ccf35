package dev.aidp;

import dev.aidp.run.RunSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with. All of it is the run's for good, but for the parallel limit and the
 * time-out of the whole run.
 *
 * @param kind a feature or a loop
 * @param id the run's id, or null to make one from the text
 * @param text the feature's text or the loop's task
 * @param plan the plan, or null: a feature then asks its planner
 * @param base the ref to start from, such as {@code HEAD}
 * @param branch the result branch, or null for {@code aidp/ID}
 * @param settings agents, checks, limits
 * @param engine {@code native} or {@code temporal}
 */
public record RunStart(
    Kind kind,
    @Nullable String id,
    String text,
    @Nullable PlanFile plan,
    String base,
    @Nullable String branch,
    RunSettings settings,
    String engine) {

  /** Returns a feature from {@code HEAD} on the native engine, whose planner makes the plan. */
  public static RunStart feature(String text, RunSettings settings) {
    return new RunStart(Kind.FEATURE, null, text, null, "HEAD", null, settings, "native");
  }

  /** Returns a work loop from {@code HEAD} on the native engine. */
  public static RunStart loop(String task, RunSettings settings) {
    return new RunStart(Kind.LOOP, null, task, null, "HEAD", null, settings, "native");
  }

  /** Returns a copy with this plan. */
  public RunStart withPlan(PlanFile otherPlan) {
    return new RunStart(kind, id, text, otherPlan, base, branch, settings, engine);
  }

  /** Returns a copy for this engine. */
  public RunStart on(String otherEngine) {
    return new RunStart(kind, id, text, plan, base, branch, settings, otherEngine);
  }

  /** Returns a copy with this id. */
  public RunStart withId(String otherId) {
    return new RunStart(kind, otherId, text, plan, base, branch, settings, engine);
  }

  String requiredId() {
    return java.util.Objects.requireNonNull(id);
  }

  /** What kind of run. */
  public enum Kind {
    /** Units in parallel, then a merge. */
    FEATURE,
    /** One work loop on its own branch. */
    LOOP;

    /** Returns the name in documents. */
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A plan as it was given.
   *
   * @param name the file's name, for messages
   * @param content its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; its artifact reference is
  public record PlanFile(String name, byte[] content) {}
}
