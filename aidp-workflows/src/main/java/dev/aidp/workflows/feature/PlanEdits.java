package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanReceipt;
import dev.aidp.run.Tuning;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.feature.EditRules.Verdict;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The edits of a feature's plan that somebody waits for, one after the other. Messages put them
 * here; the feature makes them where nothing else changes its units.
 */
final class PlanEdits {

  /**
   * What an edit has made of the plan.
   *
   * @param plan as it is now
   * @param again units to be begun anew
   */
  record Changed(PlanGraph plan, ImmutableSet<String> again) {}

  /** An edit, and what became of it. */
  static final class Asked {

    private final PlanEdit edit;
    private final List<String> turns;
    private @Nullable PlanReceipt receipt;
    private List<String> findings = ImmutableList.of();

    private Asked(PlanEdit edit, List<String> turns) {
      this.edit = edit;
      this.turns = turns;
    }

    boolean answered() {
      return receipt != null || !findings.isEmpty();
    }

    /**
     * Returns what became of it.
     *
     * @throws UsageException if it was refused
     */
    PlanReceipt receipt() {
      if (receipt == null) {
        throw refusal(findings);
      }
      return receipt;
    }
  }

  private static final List<String> LATE =
      ImmutableList.of(
          "The plan changes only while its units are worked on: before there is none, and"
              + " afterwards they are joined. Retry what shall go again once the run has ended.");

  private final WorkflowContext context;
  private final Steering steering;
  private final Deque<Asked> open = new ArrayDeque<>();
  private final List<Asked> dividing = new ArrayList<>();
  private boolean closed;
  private int waiting;
  private int made;

  PlanEdits(WorkflowContext context, Steering steering) {
    this.context = context;
    this.steering = steering;
  }

  /**
   * Refuses an edit that would be refused now; those that are made before it may change that.
   *
   * @param progress how the feature stands
   */
  void check(FeatureProgress progress, PlanEdit edit) {
    UnitGraph graph = progress.graph();
    List<String> findings =
        graph == null || closed || !progress.worksOnUnits()
            ? LATE
            : new EditRules(graph, progress.units()).of(edit).findings();
    if (!findings.isEmpty()) {
      throw refusal(findings);
    }
  }

  private static UsageException refusal(List<String> findings) {
    return new UsageException(String.join(" ", findings), null, "Look at the plan and its units.");
  }

  /** Asks for an edit, and waits for what becomes of it. */
  PlanReceipt ask(PlanEdit edit) {
    Asked asked = put(edit);
    waiting++;
    context.await(asked::answered);
    waiting--;
    return asked.receipt();
  }

  /** Asks for an edit. */
  Asked put(PlanEdit edit) {
    Asked asked = new Asked(edit, ImmutableList.of());
    if (closed) {
      asked.findings = LATE;
    } else {
      open.add(asked);
      steering.noted();
    }
    return asked;
  }

  /** A unit is to get its parts, before anything else changes. */
  void divide(String unit, UnitResult.Parts parts) {
    Asked asked = new Asked(PlanEdit.divide(unit, parts.plan()), parts.turns());
    dividing.add(asked);
    open.addFirst(asked);
  }

  /** Returns {@code progress} in which the units that could not be divided have failed. */
  FeatureProgress undivided(FeatureProgress progress, Instant at) {
    FeatureProgress next = progress;
    for (Asked asked : dividing) {
      if (!asked.findings.isEmpty() && asked.edit.unit() != null) {
        Failure why =
            steering.cancelled()
                ? Failure.of(FailureKind.CANCELLED, "It was told to end before it was divided.")
                : Failure.of(
                    FailureKind.PERMANENT,
                    "Its plan cannot be used: " + String.join(" ", asked.findings));
        next = next.unitFaulted(asked.edit.unit().id(), why, at);
      }
    }
    dividing.clear();
    return next;
  }

  /** Returns whether none is to be made. */
  boolean none() {
    return open.isEmpty();
  }

  /** Returns whether nobody waits for one. */
  boolean idle() {
    return waiting == 0;
  }

  /** Returns how many have been made. */
  int made() {
    return made;
  }

  /** No more are made. */
  void close() {
    closed = true;
    open.forEach(asked -> asked.findings = LATE);
    open.clear();
  }

  /**
   * Makes the next edit, if it can be made now: units under way that it concerns are told to end,
   * and it waits for that.
   *
   * @param work the feature
   * @return null if there is none
   */
  @Nullable Changed next(
      UnitGraph graph, FeatureUnits units, UnitChildren children, FeatureWork work) {
    while (!open.isEmpty()) {
      Asked asked = open.element();
      Verdict verdict = new EditRules(graph, units).of(asked.edit);
      if (verdict.findings().isEmpty() && !steering.cancelled() && !verdict.ends().isEmpty()) {
        verdict.ends().forEach(children::end);
        return null;
      }
      open.remove();
      Changed changed = made(asked, verdict, graph.plan(), work);
      if (changed != null) {
        return changed;
      }
    }
    return null;
  }

  private @Nullable Changed made(Asked asked, Verdict verdict, PlanGraph plan, FeatureWork work) {
    if (!verdict.findings().isEmpty() || steering.cancelled()) {
      asked.findings = steering.cancelled() ? LATE : verdict.findings();
      return null;
    }
    made++;
    PlanReading reading =
        asked.edit.rewrites()
            ? context.scope("edit-" + made, () -> plans().edit(work.read(plan.plan()), asked.edit))
            : new PlanReading(plan, ImmutableList.of());
    PlanGraph next = reading.graph();
    if (next == null) {
      asked.findings = reading.faults().stream().map(fault -> fault.message() + ".").toList();
      return null;
    }
    if (asked.edit.room() != null) {
      steering.tune(new Tuning(asked.edit.room().maxParallel(), null));
    }
    asked.receipt = new PlanReceipt(EditRules.said(asked.edit, verdict), verdict.again().asList());
    List<String> turns =
        ImmutableList.<String>builder().addAll(plan.turns()).addAll(asked.turns).build();
    return new Changed(
        next.madeBy(turns).withBegun(plan.begun()).begunAs(plan, verdict.again()), verdict.again());
  }

  private PlanActivities plans() {
    return context.steps(PlanActivities.class, Step.quick().once());
  }
}
