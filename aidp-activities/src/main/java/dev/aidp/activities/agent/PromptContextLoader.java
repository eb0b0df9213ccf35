package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.TurnRequest;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.git.Conflict;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what a prompt is written from, out of the plan, the artifact store and git. */
final class PromptContextLoader {

  private final Layout layout;
  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final PlannedWork plans;

  private final @Nullable String style;

  PromptContextLoader(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      @Nullable String style) {
    this.style = style;
    this.layout = layout;
    this.worktrees = worktrees;
    this.store = store;
    this.plans = plans;
  }

  /** Returns what the agent finds as files: its inputs, and what a prompt may have no room for. */
  List<Artifact> inputs(TurnRequest request) {
    return ImmutableList.<Artifact>builder()
        .addAll(ConflictDiffs.inputs(layout, store, request))
        .addAll(LongTasks.inputs(store, tasks(request).values()))
        .addAll(PlanSchemas.inputs(store, schemas(request)))
        .build();
  }

  /** Returns what the prompt of {@code request} is written from. */
  PromptFacts facts(TurnRequest request, Allowance.Granted allowance) {
    Work work = request.work();
    String plan = request.brief().text();
    boolean unitOfPlan = request.role() == Role.CODER;
    List<Check> checks = unitOfPlan ? plans.checks(plan, work.unit()) : ImmutableList.of();
    List<String> claims = unitOfPlan ? plans.claims(plan, work.unit()) : ImmutableList.of();
    return new PromptFacts(
        request,
        tasks(request),
        checks,
        schemas(request),
        claims,
        new PromptFacts.Place(
            layout.io(work).toString(),
            TurnLimit.text(allowance),
            ProjectGuides.of(request, worktrees.path(work), style)),
        diff(request),
        ConflictDiffs.shown(store, request.artifacts().inputs()));
  }

  /** Only whoever works on a task leaves anything for others. */
  private Map<String, SchemaSource> schemas(TurnRequest request) {
    return request.role() == Role.CODER && !request.artifacts().outputs().isEmpty()
        ? plans.schemas(request.brief().text(), request.work().unit())
        : ImmutableMap.of();
  }

  private String diff(TurnRequest request) {
    Handoff handover = request.brief().handover();
    return handover == null
        ? ""
        : worktrees.patch(handover.start(), request.state().tree()).orElse("(too large to show)");
  }

  private ImmutableMap<String, String> tasks(TurnRequest request) {
    String text = request.brief().text();
    Conflict conflict = request.brief().conflict();
    if (request.role() == Role.PLANNER) {
      String unit = request.work().unit();
      return ImmutableMap.of(
          unit,
          AgentEnvironment.unit(request.work()).isEmpty()
              ? store.text(text)
              : plans.task(text, unit) + "\n\n" + plans.surroundings(text, unit));
    }
    if (conflict == null) {
      return ImmutableMap.of(request.work().unit(), plans.task(text, request.work().unit()));
    }
    ImmutableMap.Builder<String, String> tasks = ImmutableMap.builder();
    tasks.put(conflict.unit(), plans.task(text, conflict.unit()));
    conflict.with().forEach(unit -> tasks.put(unit, plans.task(text, unit)));
    return tasks.buildKeepingLast();
  }
}
