package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.artifact.Artifact;
import dev.aidp.feature.EarlierResult;
import dev.aidp.feature.FeatureWork;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.feature.ReuseActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What earlier runs have finished is taken as it is where nothing has changed, and what this one
 * finishes is left for later ones. Where that cannot be looked up or left, all is simply done.
 */
final class EarlierResults {

  private final WorkflowContext context;
  private final FeatureWork request;
  private final ImmutableSet<String> before;

  /** Makes it for a feature that begins with {@code begun}. */
  EarlierResults(WorkflowContext context, FeatureWork request, FeatureProgress begun) {
    this.context = context;
    this.request = request;
    this.before =
        begun.units().finished().stream()
            .map(UnitReport::id)
            .collect(ImmutableSet.toImmutableSet());
  }

  private boolean wanted() {
    return request.settings().merging().reuse();
  }

  /** Returns {@code progress} with what is known to be done. */
  FeatureProgress taken(UnitGraph graph, FeatureProgress progress) {
    ReuseChoice choice = new ReuseChoice(graph, progress);
    ImmutableList<String> open = choice.open(new FeatureStart(request));
    if (!wanted() || open.isEmpty()) {
      return progress;
    }
    FinishedWork here = here(graph, progress, open);
    KnownResults known = asked(reuse -> reuse.find(here));
    ImmutableList<EarlierResult> chosen = choice.chosen(open, known.all());
    return chosen.isEmpty()
        ? progress
        : progress.reused(asked(reuse -> reuse.adopt(here, new KnownResults(chosen))).all());
  }

  /** Leaves what was done since the beginning. */
  void keep(UnitGraph graph, FeatureProgress progress, Steering steering) {
    ImmutableList<String> done =
        new ReuseChoice(graph, progress)
            .kept(before, steering.guards().all(), steering.receipts().ended());
    if (wanted() && !done.isEmpty()) {
      var unused =
          asked(
              reuse -> {
                reuse.keep(here(graph, progress, done));
                return KnownResults.NONE;
              });
    }
  }

  private KnownResults asked(Function<ReuseActivities, KnownResults> question) {
    // Small work that no unit waits behind: it takes no place of theirs.
    Step step = Step.command().on(Step.Weight.LIGHTWEIGHT).once();
    ReuseActivities reuse = context.steps(ReuseActivities.class, step);
    return context.start(() -> question.apply(reuse)).outcome()
            instanceof Outcome.Ok<KnownResults> ok
        ? ok.value()
        : KnownResults.NONE;
  }

  private FinishedWork here(UnitGraph graph, FeatureProgress progress, List<String> units) {
    List<UnitReport> finished = progress.units().finished();
    ImmutableSet<String> done =
        finished.stream().map(UnitReport::id).collect(ImmutableSet.toImmutableSet());
    List<Artifact> outputs =
        progress.outputs().stream().filter(each -> done.contains(each.unit())).toList();
    return new FinishedWork(
        new Work(request.run(), request.generation(), Work.MERGE, 1),
        graph.plan().plan(),
        request.settings(),
        request.base(),
        units,
        finished.stream()
            .map(unit -> new UnitHead(unit.id(), Objects.requireNonNull(unit.head().commit())))
            .toList(),
        outputs);
  }
}
