package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.Plan;
import dev.aidp.run.RunSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with. All of it is the run's for good, but for the parallel limit and the
 * time-out of the whole run.
 *
 * @param kind a feature, a loop or a merge
 * @param id the run's id, or null to make one from the text
 * @param text the feature's text or the loop's task; of a merge it is made from the branches
 * @param plan the plan, or null: a feature then asks its planner
 * @param base the ref to start from, such as {@code HEAD}
 * @param branch the result branch, or null for {@code aidp/ID}; a merge moves one that exists
 * @param settings agents, checks, limits
 * @param engine {@code native} or {@code temporal}
 * @param merges the branches that a merge joins, in this order; else none
 */
public record RunStart(
    Kind kind,
    @Nullable String id,
    String text,
    @Nullable PlanFile plan,
    String base,
    @Nullable String branch,
    RunSettings settings,
    String engine,
    List<String> merges) {

  /** Copies the branches. */
  public RunStart {
    merges = ImmutableList.copyOf(merges);
  }

  /** Makes the start of a feature or loop. */
  public RunStart(
      Kind kind,
      @Nullable String id,
      String text,
      @Nullable PlanFile plan,
      String base,
      @Nullable String branch,
      RunSettings settings,
      String engine) {
    this(kind, id, text, plan, base, branch, settings, engine, ImmutableList.of());
  }

  /** Returns a feature from {@code HEAD} on the native engine, whose planner makes the plan. */
  public static RunStart feature(String text, RunSettings settings) {
    return new RunStart(Kind.FEATURE, null, text, null, "HEAD", null, settings, "native");
  }

  /** Returns a work loop from {@code HEAD} on the native engine. */
  public static RunStart loop(String task, RunSettings settings) {
    return new RunStart(Kind.LOOP, null, task, null, "HEAD", null, settings, "native");
  }

  /**
   * Returns a merge of {@code branches} into the branch {@code into} on the native engine. It is
   * made at {@code HEAD} or, if it exists and is checked out nowhere, moved forward.
   */
  public static RunStart merge(String into, List<String> branches, RunSettings settings) {
    String text = into + " from " + String.join(", ", branches);
    return new RunStart(Kind.MERGE, null, text, null, "HEAD", into, settings, "native", branches);
  }

  /** Returns a copy that starts from {@code ref}. */
  public RunStart from(String ref) {
    return new RunStart(kind, id, text, plan, ref, branch, settings, engine, merges);
  }

  /** Returns a copy with this plan. */
  public RunStart withPlan(PlanFile otherPlan) {
    return new RunStart(kind, id, text, otherPlan, base, branch, settings, engine, merges);
  }

  /** Returns a copy with this plan; its faults are found as those of a file. */
  public RunStart withPlan(Plan made) {
    return withPlan(new PlanFile("plan", made.yaml().getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns a copy for this engine. */
  public RunStart on(String otherEngine) {
    return new RunStart(kind, id, text, plan, base, branch, settings, otherEngine, merges);
  }

  /** Returns a copy with this id. */
  public RunStart withId(String otherId) {
    return new RunStart(kind, otherId, text, plan, base, branch, settings, engine, merges);
  }

  String requiredId() {
    return java.util.Objects.requireNonNull(id);
  }

  /** What kind of run. */
  public enum Kind {
    /** Units in parallel, then a merge. */
    FEATURE,
    /** One work loop on its own branch. */
    LOOP,
    /** Branches that are there, into one that is green. */
    MERGE;

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
