package dev.aidp.workflows.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Limits;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.script.Graphs;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random plans with failures, clashes and red pairs, children in a random order: what always holds.
 */
class AnyFeatureTest {

  @Test
  void settles_every_unit_and_leaves_a_green_branch_or_none() {
    for (long seed = 0; seed < 400; seed++) {
      new Case(seed).holds();
    }
  }

  private static final class Case {
    private final String seed;
    private final Random random;
    private final PlanGraph plan;
    private final World world = new World();
    private final List<Set<String>> red = new ArrayList<>();

    Case(long seed) {
      this.seed = "seed " + seed;
      random = new Random(seed);
      plan = Graphs.random(random);
      List<String> ids = new ArrayList<>(plan.nodes().stream().map(PlanNode::id).toList());
      world.plan(plan);
      Graphs.some(ids, random, 0.15)
          .forEach(id -> world.agent(id, request -> world.fails(request, FailureKind.PERMANENT)));
      Collections.shuffle(ids, random);
      for (int i = 0; i + 3 < ids.size(); i += 4) {
        world.clash(ids.get(i), ids.get(i + 1)).redWith(ids.get(i + 2), ids.get(i + 3));
        red.add(Set.of(ids.get(i + 2), ids.get(i + 3)));
      }
      if (random.nextBoolean()) {
        world.resolver(request -> world.fails(request, FailureKind.PERMANENT));
      }
    }

    void holds() {
      Limits few =
          Limits.defaults()
              .withMaxIterations(2)
              .withRetries(0)
              .withMaxParallel(1 + random.nextInt(3));
      ScriptedContext context = new ScriptedContext("f", world, random);

      FeatureState end =
          new FeatureOrchestrationWorkflowImpl(context)
              .run(FeatureRequest.resolved(Samples.feature(Samples.settings().withLimits(few))));

      boolean branch = end.state() == RunState.COMPLETED || end.state() == RunState.PARTIAL;
      assertThat(end.units()).as(seed).allMatch(unit -> unit.state().settled());
      assertThat(world.alive).as(seed).isEmpty();
      assertThat(world.branches.containsKey("aidp/f")).as(seed).isEqualTo(branch);
      if (branch) {
        isGreen(end);
      }
    }

    private void isGreen(FeatureState end) {
      Set<String> in = new TreeSet<>(end.merge().order());
      assertThat(world.branches.get("aidp/f")).as(seed).isEqualTo("#" + tree(in));
      assertThat(in).as(seed).isNotEmpty().isEqualTo(merged(end));
      assertThat(red).as(seed).noneMatch(in::containsAll);
      assertThat(plan.nodes())
          .as(seed)
          .allMatch(node -> !in.contains(node.id()) || in.containsAll(node.dependsOn()));
    }

    private static Set<String> merged(FeatureState end) {
      Set<String> merged = new TreeSet<>();
      end.units().stream()
          .filter(unit -> unit.state() == UnitState.MERGED)
          .map(UnitReport::id)
          .forEach(merged::add);
      return merged;
    }

    private static String tree(Set<String> units) {
      Set<String> all = new TreeSet<>(units);
      all.add("base");
      return String.join("+", all);
    }
  }
}
