package dev.aidp.workflows.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.schedule.Dispatcher;
import dev.aidp.workflows.script.Graphs;
import dev.aidp.workloop.UnitResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random graphs, random failures and random edits of the graph, in virtual time. */
class AnyEditTest {

  private static final int CASES = 10_000;

  @Test
  void no_dependency_is_violated_no_pool_exceeded_and_every_unit_ends_in_one_state() {
    int made = 0;
    int refused = 0;
    int ended = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Case one = new Case(seed);
      one.play();
      made += one.made;
      refused += one.refused;
      ended += one.ended;
    }
    // Else the cases would show nothing.
    assertThat(made).as("edits made").isGreaterThan(CASES);
    assertThat(refused).as("edits refused").isGreaterThan(CASES / 2);
    assertThat(ended).as("units ended for an edit").isGreaterThan(CASES / 20);
  }

  private static final class Case {

    private final String name;
    private final Random random;
    private final Map<String, Instant> ends = new LinkedHashMap<>();
    private final Deque<PlanEdit> edits = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private UnitGraph graph;
    private FeatureProgress progress;
    private Dispatcher dispatcher;
    private int parallel;
    private int left;
    private int names;
    private int made;
    private int refused;
    private int ended;

    Case(int seed) {
      name = "seed " + seed;
      random = new Random(seed);
      graph = UnitGraph.of(scarce(Graphs.random(random)));
      progress =
          FeatureProgress.begin()
              .running()
              .planned(graph, graph.ids().stream().map(Case::fresh).toList(), List.of(), List.of());
      dispatcher = new Dispatcher(graph);
      parallel = 1 + random.nextInt(5);
      left = random.nextInt(10);
    }

    private PlanGraph scarce(PlanGraph plan) {
      return new PlanGraph(
          "plan",
          plan.nodes().stream()
              .map(
                  node ->
                      node.withDemand(new PlanNode.Demand(null, Map.of("gpu", random.nextInt(3)))))
              .toList(),
          Map.of("gpu", 2 + random.nextInt(2)));
    }

    private static UnitReport fresh(String unit) {
      return UnitReport.unstarted(unit, UnitState.PENDING, "b/" + unit);
    }

    void play() {
      boolean over = false;
      while (!over) {
        say();
        edit();
        progress = progress.skipped(schedule().skips(), now);
        List<String> ready =
            edits.isEmpty() ? dispatcher.starts(schedule(), parallel, now) : List.of();
        ready.forEach(this::start);
        holds(ready);
        over = ends.isEmpty() && edits.isEmpty() && ready.isEmpty();
        if (!over) {
          assertThat(ends).as("%s: somebody runs", name).isNotEmpty();
          endNext();
        }
      }
      assertThat(progress.units().all())
          .as(name)
          .extracting(UnitReport::id)
          .containsExactlyElementsOf(graph.ids());
      assertThat(progress.units().all()).as(name).allMatch(unit -> unit.state().settled());
    }

    private Schedule schedule() {
      return new Schedule(graph, progress.units());
    }

    private void start(String unit) {
      assertThat(schedule().waits(unit)).as("%s: %s starts once", name, unit).isTrue();
      assertThat(graph.node(unit).dependsOn())
          .as("%s: %s", name, unit)
          .allMatch(need -> progress.units().of(need).state().finished());
      progress = progress.unitStarted(unit, now);
      ends.put(unit, now.plusMillis(1 + random.nextInt(1_000)));
    }

    private void endNext() {
      String next = ends.keySet().stream().min(Comparator.comparing(ends::get)).get();
      now = ends.remove(next);
      end(next, random.nextInt(6) > 0 ? UnitState.COMPLETED : UnitState.FAILED);
    }

    private void end(String unit, UnitState how) {
      assertThat(progress.units().of(unit).state()).as(name).isEqualTo(UnitState.RUNNING);
      progress =
          how == UnitState.COMPLETED
              ? progress.unitEnded(
                  new UnitResult(
                      progress.units().of(unit).withState(how).at("#" + unit),
                      List.of(),
                      List.of(),
                      List.of(),
                      List.of(),
                      false))
              : progress.unitFaulted(unit, Failure.of(FailureKind.PERMANENT, "no"), now);
    }

    private void say() {
      if (left > 0 && random.nextInt(3) > 0) {
        left--;
        edits.add(random.nextInt(5) == 0 ? room() : edit(any()));
      }
    }

    private PlanEdit room() {
      return PlanEdit.parallelism(
          new Parallelism(random.nextInt(5), Map.of("gpu", 2 + random.nextInt(3))));
    }

    private PlanEdit edit(String unit) {
      Map<String, Object> needs =
          random.nextInt(3) == 0
              ? Map.of()
              : Map.of("depends_on", Graphs.some(List.copyOf(graph.ids()), random, 0.2));
      return switch (random.nextInt(4)) {
        case 0 -> PlanEdit.add(random.nextInt(4) == 0 ? unit : "n" + names++, needs);
        case 1 -> PlanEdit.remove(unit);
        case 2 -> PlanEdit.change(unit, needs);
        default -> PlanEdit.redo(unit, random.nextInt(3) == 0 ? needs : Map.of());
      };
    }

    private String any() {
      List<String> ids = new ArrayList<>(random.nextBoolean() ? graph.ids() : ends.keySet());
      ids.add("unknown");
      return ids.get(random.nextInt(ids.size()));
    }

    /** As the workflow does: who is under way is ended before. */
    private void edit() {
      while (!edits.isEmpty()) {
        PlanEdit next = edits.element();
        EditRules.Verdict verdict = new EditRules(graph, progress.units()).of(next);
        if (!verdict.findings().isEmpty()) {
          edits.remove();
          refused++;
        } else if (!verdict.ends().isEmpty()) {
          for (String unit : verdict.ends()) {
            ended++;
            ends.remove(unit);
            end(unit, random.nextInt(4) == 0 ? UnitState.COMPLETED : UnitState.FAILED);
          }
        } else {
          edits.remove();
          made++;
          make(next, verdict.again());
        }
      }
    }

    private void make(PlanEdit edit, ImmutableSet<String> again) {
      graph = UnitGraph.of(Graphs.edited(graph.plan(), edit));
      assertThat(graph.plan().nodes())
          .as("%s: %s", name, edit)
          .allMatch(node -> graph.ids().containsAll(node.dependsOn()))
          .noneMatch(node -> graph.needs(node.id(), node.id()));
      if (edit.room() != null) {
        parallel = edit.room().maxParallel();
      }
      progress = progress.edited(graph, again, Case::fresh);
      dispatcher = new Dispatcher(graph);
      for (String unit : graph.ids()) {
        assertThat(progress.units().of(unit).state() == UnitState.RUNNING)
            .as("%s: %s runs", name, unit)
            .isEqualTo(ends.containsKey(unit));
      }
    }

    /** Whoever runs already when there is less is not ended: nobody starts who takes of it. */
    private void holds(List<String> started) {
      List<String> running = List.copyOf(ends.keySet());
      if (!started.isEmpty()) {
        assertThat(running.size()).as(name).isLessThanOrEqualTo(parallel);
      }
      if (gpus(started) > 0) {
        assertThat(gpus(running))
            .as(name)
            .isLessThanOrEqualTo(graph.plan().capacities().getOrDefault("gpu", 0));
      }
      for (String one : running) {
        for (String other : running) {
          assertThat(one.equals(other) || !graph.clash(one, other))
              .as("%s: %s beside %s", name, one, other)
              .isTrue();
        }
      }
    }

    private int gpus(List<String> some) {
      return some.stream()
          .mapToInt(unit -> graph.node(unit).demand().resources().getOrDefault("gpu", 0))
          .sum();
    }
  }
}
