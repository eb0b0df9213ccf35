package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.aidp.artifact.Artifact;
import dev.aidp.feature.FeatureWork;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeResult.Rework;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Approval;
import dev.aidp.run.RunSettings;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Usage;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.workloop.BaseChecks;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.UnitWork;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the children of a feature are asked to do.
 *
 * @param heads how far earlier runs of the feature have brought its units
 */
record UnitWorkFactory(
    FeatureWork request,
    UnitGraph graph,
    ImmutableList<String> redBefore,
    ImmutableMap<String, UnitReport.Head> heads) {

  static UnitWorkFactory of(FeatureWork request, UnitGraph graph, ImmutableList<String> redBefore) {
    List<UnitReport> before =
        request.from() == null ? ImmutableList.of() : request.from().last().units();
    return new UnitWorkFactory(
        request,
        graph,
        redBefore,
        before.stream().collect(ImmutableMap.toImmutableMap(UnitReport::id, UnitReport::head)));
  }

  /** Returns the report of a unit that has not been started. */
  UnitReport fresh(String unit) {
    PlanGraph.Begun before = plan().begun().get(unit);
    UnitReport fresh =
        new FeatureStart(request)
            .fresh(unit)
            .startedBefore(before == null ? 0 : before.starts(), Usage.NONE);
    for (String check : redBefore) {
      fresh = fresh.warned(BaseChecks.warning(check));
    }
    return fresh;
  }

  /** Returns it for the plan as it is now. */
  UnitWorkFactory edited(UnitGraph now) {
    return new UnitWorkFactory(request, now, redBefore, heads);
  }

  /**
   * Returns {@code next}, before which the plan and its units were so, with those counted that are
   * gone or begun anew: their runs and branches are not to be taken for the new ones.
   */
  PlanGraph begun(PlanGraph next, Collection<String> again, FeatureUnits before) {
    Map<String, PlanGraph.Begun> all = new LinkedHashMap<>(next.begun());
    Set<String> left = next.nodes().stream().map(PlanNode::id).collect(Collectors.toSet());
    for (UnitReport unit : before.all()) {
      if (again.contains(unit.id()) || !left.contains(unit.id())) {
        String commit = unit.head().commit();
        PlanGraph.Begun known = next.begun().get(unit.id());
        all.put(
            unit.id(),
            new PlanGraph.Begun(
                next.begun(unit.id()) + 1,
                request.generation(),
                unit.tries().attempts(),
                commit == null && known != null ? known.commit() : commit));
      }
    }
    return next.withBegun(all);
  }

  private PlanGraph plan() {
    return graph.plan();
  }

  /** Returns the work of a unit; {@code now} are the settings that hold for it now. */
  UnitWork unit(String id, FeatureProgress progress, RunSettings now) {
    PlanNode node = divisible(plan().asPlanned(graph.node(id)));
    return new UnitWork(
        request.run(),
        request.generation(),
        plan().plan(),
        node,
        now,
        new UnitWork.Into(request.base(), branch(id, progress), replaces(id, progress)),
        new UnitWork.Given(
            tips(graph.inOrder(graph.node(id).dependsOn()), progress),
            progress.conflicts().resolutions(),
            inputs(node, progress.outputs())),
        new UnitWork.Before(
            starts(id, progress),
            progress.conflicts().clashed(),
            "",
            used(id, progress),
            redBefore,
            from(id),
            ImmutableList.of()));
  }

  /** Too deep, it is worked on whole, and must change something then. */
  private PlanNode divisible(PlanNode node) {
    int depth = 0;
    for (String at = node.partOf(); at != null; at = graph.node(at).partOf()) {
      depth++;
    }
    boolean whole =
        node.divides() && node.parts().isEmpty() && depth >= request.settings().guards().depth();
    return whole
        ? node.withRules(
            node.rules()
                .withAllowNoChange(false)
                .withNesting(new PlanNode.Nesting(false, node.partOf(), ImmutableList.of())))
        : node;
  }

  MergeWork merge(FeatureProgress progress) {
    List<String> finished = progress.units().finished().stream().map(UnitReport::id).toList();
    return new MergeWork(
        request.run(),
        request.generation(),
        joining(progress),
        Lists.transform(tips(finished, progress), this::joining),
        request.settings(),
        new MergeWork.Into(request.base(), request.branch(), replaces(), held()),
        request.text(),
        new MergeWork.Known(
            progress.conflicts().resolutions(), progress.conflicts().clashed(), null, 0));
  }

  /** Whoever has run with what there was needs no more than that in order to join. */
  private PlanGraph joining(FeatureProgress progress) {
    if (plan().nodes().stream().noneMatch(node -> node.rules().runsAnyway())) {
      return plan();
    }
    Schedule schedule = new Schedule(graph, progress.units());
    return plan()
        .withNodes(
            plan().nodes().stream()
                .map(
                    node ->
                        node.rules().runsAnyway()
                            ? node.withDependsOn(
                                node.dependsOn().stream().filter(schedule::finished).toList())
                            : node)
                .toList());
  }

  /** Returns the work of one that goes back to its agent: on top of the rest, its own in it. */
  UnitWork rework(Rework back, FeatureProgress progress, RunSettings now) {
    UnitWork work = unit(back.unit(), progress, now);
    UnitReport report = progress.units().of(back.unit());
    UnitWork.Before before = work.before();
    return new UnitWork(
        work.run(),
        work.generation(),
        work.plan(),
        work.node(),
        work.settings(),
        new UnitWork.Into(
            back.onto(), work.branch(), report == null ? null : report.head().commit()),
        new UnitWork.Given(
            tips(ImmutableList.of(back.unit()), progress),
            work.given().resolutions(),
            work.given().inputs()),
        new UnitWork.Before(
            before.starts(),
            before.clashed(),
            back.feedback(),
            before.used(),
            redBefore,
            null,
            before.tasks()));
  }

  /**
   * Returns how the merge goes on after {@code merged}: whoever has new work, and whoever waited
   * for it, may join again.
   */
  MergeWork mergeAgain(FeatureProgress progress, MergeResult merged, int reworks) {
    MergeWork first = merge(progress);
    MergeReport report = merged.report();
    List<LeftOut> out =
        report.leftOut().stream()
            .filter(
                left -> left.reason() != MergeReport.Reason.DEPENDENCY && !renewed(left, progress))
            .toList();
    return first.withKnown(
        new MergeWork.Known(
            first.known().resolutions(),
            first.known().clashed(),
            report.withLeftOut(out),
            reworks));
  }

  private static boolean renewed(LeftOut left, FeatureProgress progress) {
    return progress.rework().renewed().contains(left.unit());
  }

  private UnitHead joining(UnitHead tip) {
    return new UnitHead(tip.unit(), tip.commit(), graph.node(tip.unit()).rules().strategy());
  }

  /** Returns whether the merge waits for approval. */
  boolean held() {
    return request.settings().approvals().contains(Approval.MERGE);
  }

  /** Returns what the result branch may point to before the merge, or null. */
  @Nullable String replaces() {
    return request.from() == null ? null : request.from().last().commit();
  }

  /** Returns what its branch may point to: work that it did before it went back. */
  private @Nullable String replaces(String unit, FeatureProgress progress) {
    PlanGraph.Begun begun = plan().begun().get(unit);
    if (begun != null && begun.generation() == request.generation()) {
      return begun.commit();
    }
    String last = last(unit, progress);
    return last != null || begun == null ? last : begun.commit();
  }

  private @Nullable String last(String unit, FeatureProgress progress) {
    UnitReport.Head head = heads.get(unit);
    return head != null && head.branch().equals(branch(unit, progress)) ? head.commit() : null;
  }

  /** Returns what it goes on from, if it went back. */
  private @Nullable LoopCheckpoint from(String unit) {
    FeatureWork.Back back = request.from() == null ? null : request.from().back();
    return back != null && back.unit().equals(unit) ? back.to() : null;
  }

  private static int starts(String unit, FeatureProgress progress) {
    UnitReport report = progress.units().of(unit);
    return report == null ? 0 : report.tries().attempts();
  }

  private static Usage used(String unit, FeatureProgress progress) {
    UnitReport report = progress.units().of(unit);
    return report == null ? Usage.NONE : report.usage();
  }

  private static String branch(String unit, FeatureProgress progress) {
    UnitReport report = progress.units().of(unit);
    return report == null ? "" : report.head().branch();
  }

  private static List<UnitHead> tips(Collection<String> units, FeatureProgress progress) {
    ImmutableList.Builder<UnitHead> tips = ImmutableList.builder();
    for (String unit : units) {
      UnitReport report = progress.units().of(unit);
      if (report != null && report.head().commit() != null) {
        tips.add(new UnitHead(unit, report.head().commit()));
      }
    }
    return tips.build();
  }

  private static List<Artifact> inputs(PlanNode node, List<Artifact> outputs) {
    return node.inputs().isEmpty()
        ? ImmutableList.of()
        : outputs.stream()
            .filter(each -> node.inputs().contains(each.unit() + "/" + each.name()))
            .toList();
  }
}
