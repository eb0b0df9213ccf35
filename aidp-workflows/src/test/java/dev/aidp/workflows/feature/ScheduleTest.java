package dev.aidp.workflows.feature;

import static dev.aidp.workflows.script.Samples.claiming;
import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanNode.IfNeedsFail;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.schedule.Dispatcher;
import dev.aidp.workflows.script.Graphs;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workloop.UnitResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private final Map<String, UnitReport> units = new LinkedHashMap<>();
  private UnitGraph graph;

  @Test
  void starts_in_the_plans_order_up_to_the_limit() {
    PlanGraph plan =
        plan(PlanNode.of("c", "a"), PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("d"));

    assertThat(starts(schedule(plan), 2)).containsExactly("a", "b");
  }

  @Test
  void never_starts_two_side_by_side_whose_claims_may_overlap() {
    PlanGraph plan =
        plan(
            claiming(PlanNode.of("a"), "src/**"),
            claiming(PlanNode.of("b"), "src/x"),
            claiming(PlanNode.of("c"), "docs"));

    assertThat(starts(schedule(plan), 5)).containsExactly("a", "c");
  }

  @Test
  void skips_whoever_needs_a_failed_unit_and_names_the_chain() {
    PlanGraph plan =
        plan(PlanNode.of("c", "b"), PlanNode.of("b", "a"), PlanNode.of("a"), PlanNode.of("d"));
    var unused = schedule(plan);
    units.computeIfPresent(
        "a", (id, report) -> report.ended(UnitState.FAILED, failure("no luck"), Instant.EPOCH));

    Map<String, Failure> skips = schedule().skips();

    assertThat(skips).containsOnlyKeys("b", "c");
    assertThat(skips.get("c").message())
        .isEqualTo("Not started: it needs b, which needs a, which failed.");
  }

  @Test
  void says_quickly_who_is_skipped_in_a_plan_of_full_layers() {
    PlanNode[] nodes = new PlanNode[150];
    for (int i = 0; i < nodes.length; i++) {
      int layer = i / 5;
      nodes[i] = layer == 0 ? PlanNode.of("u" + i) : PlanNode.of("u" + i, layer(layer - 1));
    }

    assertThat(schedule(plan(nodes)).skips()).isEmpty();
  }

  @Test
  void keeps_every_limit_and_settles_every_unit_of_any_plan() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      PlanGraph plan = Graphs.random(random);
      int parallel = 1 + random.nextInt(3);
      units.clear();
      var unused = schedule(plan);
      boolean more = true;
      while (more) {
        schedule().skips().forEach((id, why) -> settle(id, UnitState.SKIPPED));
        starts(schedule(), parallel)
            .forEach(
                id ->
                    units.computeIfPresent(
                        id, (key, report) -> report.withState(UnitState.RUNNING)));
        List<String> running = in(UnitState.RUNNING);
        assertThat(faults(plan, running, parallel)).as("seed %d", seed).isEmpty();
        more = !running.isEmpty();
        if (more) {
          UnitState end = random.nextInt(4) == 0 ? UnitState.FAILED : UnitState.COMPLETED;
          settle(running.get(random.nextInt(running.size())), end);
        }
      }
      assertThat(units.values()).as("seed %d", seed).allMatch(each -> each.state().settled());
      assertThat(plan.nodes()).as("seed %d", seed).allMatch(this::rightlySkipped);
    }
  }

  @Test
  void knows_after_each_change_who_may_start_as_if_it_had_looked_at_all() {
    for (long seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      PlanGraph plan = ruled(Graphs.random(random), random);
      graph = UnitGraph.of(plan);
      FeatureStart start = new FeatureStart(Samples.feature(Samples.settings()));
      FeatureProgress progress = start.begin(FeatureProgress.begin(), graph);
      Dispatcher dispatcher = new Dispatcher(graph);
      List<String> running = new ArrayList<>();
      do {
        Schedule now = new Schedule(graph, progress.units());
        progress = progress.skipped(now.skips(), Instant.EPOCH);
        now = new Schedule(graph, progress.units());
        for (String unit : dispatcher.starts(now, 3, Instant.EPOCH)) {
          progress = progress.unitStarted(unit, Instant.EPOCH);
          running.add(unit);
        }
        assertThat(progress.units().all())
            .as("seed %d", seed)
            .isEqualTo(progress.units().settled(graph).all());
        assertThat(
                new Dispatcher(graph)
                    .starts(new Schedule(graph, progress.units()), 3, Instant.EPOCH))
            .as("seed %d: all that can has started", seed)
            .isEmpty();
        if (!running.isEmpty()) {
          String unit = running.remove(random.nextInt(running.size()));
          progress =
              random.nextInt(3) == 0
                  ? progress.unitFaulted(unit, failure("why"), Instant.EPOCH)
                  : progress.unitEnded(done(unit));
        }
      } while (!running.isEmpty() || !new Schedule(graph, progress.units()).skips().isEmpty());
    }
  }

  /** Each unit says at random what is done if what it needs fails. */
  private static PlanGraph ruled(PlanGraph plan, Random random) {
    IfNeedsFail[] all = IfNeedsFail.values();
    return plan.withNodes(
        plan.nodes().stream()
            .map(
                node ->
                    new PlanNode(
                        node.id(),
                        node.dependsOn(),
                        node.weight(),
                        node.rules().withIfNeedsFail(all[random.nextInt(all.length)]),
                        node.outputs(),
                        node.inputs(),
                        node.files()))
            .toList());
  }

  private static UnitResult done(String unit) {
    return new UnitResult(
        UnitReport.unstarted(unit, UnitState.COMPLETED, "b").at("0".repeat(40)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false);
  }

  private boolean rightlySkipped(PlanNode node) {
    boolean failed =
        node.dependsOn().stream().anyMatch(need -> !units.get(need).state().finished());
    return failed == (units.get(node.id()).state() == UnitState.SKIPPED);
  }

  private List<String> faults(PlanGraph plan, List<String> running, int parallel) {
    if (running.size() > parallel) {
      return running;
    }
    return plan.nodes().stream()
        .filter(node -> running.contains(node.id()))
        .filter(
            node ->
                plan.nodes().stream().anyMatch(other -> beside(node, other, running))
                    || !node.dependsOn().stream()
                        .allMatch(need -> units.get(need).state().finished()))
        .map(PlanNode::id)
        .toList();
  }

  /** The claims of random plans stand for themselves. */
  private static boolean beside(PlanNode node, PlanNode other, List<String> running) {
    return !other.equals(node)
        && running.contains(other.id())
        && !Collections.disjoint(node.files(), other.files());
  }

  private List<String> in(UnitState state) {
    return units.values().stream()
        .filter(each -> each.state() == state)
        .map(UnitReport::id)
        .toList();
  }

  private void settle(String id, UnitState state) {
    units.computeIfPresent(id, (key, report) -> report.ended(state, failure("why"), Instant.EPOCH));
  }

  private Schedule schedule(PlanGraph plan) {
    plan.nodes()
        .forEach(
            node -> units.put(node.id(), UnitReport.unstarted(node.id(), UnitState.PENDING, "b")));
    graph = UnitGraph.of(plan);
    return schedule();
  }

  private Schedule schedule() {
    return new Schedule(graph, FeatureUnits.of(List.copyOf(units.values())));
  }

  private List<String> starts(Schedule schedule, int parallel) {
    return new Dispatcher(graph).starts(schedule, parallel, Instant.EPOCH);
  }

  private static String[] layer(int layer) {
    String[] names = new String[5];
    for (int i = 0; i < 5; i++) {
      names[i] = "u" + (layer * 5 + i);
    }
    return names;
  }

  private static Failure failure(String message) {
    return Failure.of(FailureKind.PERMANENT, message);
  }
}
