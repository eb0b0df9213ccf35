package dev.aidp.workflows.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the plan, and whatever fails or takes longer than was said. */
class AnyScheduleTest {

  private static final int GRAPHS = 10_000;

  @Test
  void no_dependency_is_violated_no_pool_exceeded_and_every_unit_ends_in_one_state() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      Random random = new Random(seed);
      PlanGraph plan = plan(random);
      UnitGraph graph = UnitGraph.of(with(plan, "disk", 1 + random.nextInt(3)));
      Dispatcher dispatcher = new Dispatcher(graph);
      Board board = new Board(graph);
      int parallel = 1 + random.nextInt(6);
      Map<String, Instant> ends = new LinkedHashMap<>();
      Instant now = Instant.EPOCH;
      if (dispatcher.planned() && random.nextInt(20) == 0) {
        dispatcher.follow(dispatcher.ahead(board, parallel, now));
      }
      while (!board.settled()) {
        List<String> starts = dispatcher.starts(board, parallel, now);
        assertThat(starts.isEmpty() || board.running().size() + starts.size() <= parallel)
            .as("seed %d", seed)
            .isTrue();
        for (String unit : starts) {
          assertThat(board.waits(unit)).as("seed %d: %s starts once", seed, unit).isTrue();
          assertThat(graph.node(unit).dependsOn())
              .as("seed %d: %s", seed, unit)
              .allMatch(board::finished);
          board.start(unit, now);
          ends.put(unit, now.plusMillis(random.nextInt(700_000)));
        }
        assertThat(faults(graph, board)).as("seed %d", seed).isEmpty();
        String next =
            board.running().stream().min(Comparator.comparing(ends::get)).orElse("nobody");
        assertThat(next).as("seed %d: somebody runs", seed).isNotEqualTo("nobody");
        now = ends.get(next);
        board.end(next, random.nextInt(8) > 0);
        parallel = random.nextInt(10) == 0 ? 1 + random.nextInt(6) : parallel;
      }
    }
  }

  @Test
  void the_makespan_is_near_its_bound_where_that_is_tight() {
    double ratios = 0;
    int plans = 200;
    for (int seed = 0; seed < plans; seed++) {
      Tight tight = Tight.of(new Random(seed));

      Duration makespan =
          Simulation.makespan(
              Simulation.of(tight.plan(), Duration.ZERO, tight.plan().nodes().size()));

      assertThat(makespan).as("seed %d", seed).isGreaterThanOrEqualTo(tight.bound());
      ratios += (double) makespan.toMillis() / tight.bound().toMillis();
    }
    assertThat(ratios / plans).isLessThan(1.05);
  }

  /**
   * A plan that is known to fit: each lane is filled from the beginning to the end, and each unit
   * may need some that end before it begins.
   *
   * @param bound the end, before which the work of all cannot be done
   */
  private record Tight(PlanGraph plan, Duration bound) {

    private static final int LANES = 4;
    private static final int LENGTH = 60;

    static Tight of(Random random) {
      List<PlanNode> nodes = new ArrayList<>();
      Map<String, Integer> ended = new LinkedHashMap<>();
      Map<String, Integer> begun = new LinkedHashMap<>();
      Map<String, PlanNode.Demand> demands = new LinkedHashMap<>();
      for (int lane = 0; lane < LANES; lane++) {
        int at = 0;
        while (at < LENGTH) {
          int length = Math.min(LENGTH - at, 1 + random.nextInt(15));
          String unit = "l%d-%d".formatted(lane, at);
          begun.put(unit, at);
          ended.put(unit, at + length);
          demands.put(
              unit, new PlanNode.Demand(Duration.ofMinutes(length), Map.of("lane", 1 + lane % 2)));
          at += length;
        }
      }
      begun.forEach(
          (unit, at) -> {
            String[] needs =
                ended.keySet().stream()
                    .filter(other -> ended.get(other) <= at && random.nextInt(8) == 0)
                    .toArray(String[]::new);
            nodes.add(PlanNode.of(unit, needs).withDemand(demands.get(unit)));
          });
      Collections.shuffle(nodes, random);
      return new Tight(
          new PlanGraph("plan", nodes, Map.of("lane", LANES + LANES / 2)),
          Duration.ofMinutes(LENGTH));
    }
  }

  private static PlanGraph plan(Random random) {
    int size = 1 + random.nextInt(14);
    boolean estimated = random.nextBoolean();
    List<PlanNode> nodes = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      List<String> needs = new ArrayList<>();
      for (int other = 0; other < i; other++) {
        if (random.nextInt(5) == 0) {
          needs.add("u" + other);
        }
      }
      Duration estimate =
          estimated || random.nextBoolean() ? Duration.ofSeconds(random.nextInt(600)) : null;
      Map<String, Integer> resources = new LinkedHashMap<>();
      if (random.nextBoolean()) {
        resources.put("gpu", random.nextInt(4));
      }
      if (random.nextInt(3) == 0) {
        resources.put("disk", 1);
      }
      PlanNode node = PlanNode.of("u" + i, needs.toArray(String[]::new));
      nodes.add(
          new PlanNode(
              node.id(),
              node.dependsOn(),
              node.weight(),
              node.rules(),
              List.of(),
              List.of(),
              random.nextInt(4) == 0 ? List.of("src/" + random.nextInt(3)) : List.of(),
              new PlanNode.Demand(estimate, resources)));
    }
    Collections.shuffle(nodes, random);
    return new PlanGraph("plan", nodes, Map.of("gpu", 3));
  }

  private static List<String> faults(UnitGraph graph, Board board) {
    List<String> faults = new ArrayList<>();
    List<String> running = board.running();
    int gpus =
        running.stream()
            .mapToInt(unit -> graph.node(unit).demand().resources().getOrDefault("gpu", 0))
            .sum();
    if (gpus > 3) {
      faults.add("gpu: " + running);
    }
    for (String one : running) {
      for (String other : running) {
        if (one.compareTo(other) < 0 && graph.clash(one, other)) {
          faults.add(one + " beside " + other);
        }
      }
    }
    return faults;
  }

  private static PlanGraph with(PlanGraph plan, String resource, int amount) {
    Map<String, Integer> all = new LinkedHashMap<>(Map.of(resource, amount));
    all.putAll(plan.capacities());
    return new PlanGraph(plan.plan(), plan.nodes(), all);
  }
}
