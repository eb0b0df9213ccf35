package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Defaults;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.InstructionReceipt.End;
import dev.aidp.run.Limits;
import dev.aidp.run.Priority;
import dev.aidp.run.Steerable;
import dev.aidp.workflows.feature.FeatureOrchestrationWorkflowImpl;
import dev.aidp.workflows.script.Graphs;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.WorkLoopRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Generated histories of loops and features, with turns that fail, ask or are red, and a person who
 * says all kinds of things at all times: each instruction ends in exactly one receipt.
 */
class ReceiptsTest {

  private final Set<End> seen = EnumSet.noneOf(End.class);

  @Test
  void every_instruction_to_a_loop_ends_in_exactly_one_receipt() {
    for (long seed = 0; seed < 3_000; seed++) {
      Case one = new Case(seed, List.of("a"));
      WorkLoopWorkflowImpl loop = new WorkLoopWorkflowImpl(one.context);
      one.person(loop);
      loop.run(
          WorkLoopRequest.resolved(
              Samples.unit(PlanNode.of("a"), Samples.settings().withLimits(one.limits()))));
      one.holds(loop.receipts());
    }
    assertThat(seen).containsExactlyInAnyOrder(End.CONSUMED, End.SUPERSEDED, End.REJECTED);
  }

  @Test
  void every_instruction_to_a_feature_ends_in_exactly_one_receipt() {
    for (long seed = 0; seed < 1_000; seed++) {
      PlanGraph plan = Graphs.random(new Random(seed));
      List<String> units = plan.nodes().stream().map(PlanNode::id).toList();
      Case one = new Case(seed, units);
      one.world.plan(plan);
      FeatureOrchestrationWorkflowImpl feature = new FeatureOrchestrationWorkflowImpl(one.context);
      one.person(feature);
      feature.run(
          FeatureRequest.resolved(
              Samples.feature(Samples.settings().withLimits(one.limits().withMaxParallel(2)))));
      one.holds(feature.receipts());
    }
    assertThat(seen).containsExactlyInAnyOrder(End.CONSUMED, End.SUPERSEDED, End.REJECTED);
  }

  /** One history. */
  private final class Case {

    private final String seed;
    private final Random random;
    private final List<String> units;
    private final World world = new World();
    private final ScriptedContext context;
    private final Map<String, Instruction> said = new LinkedHashMap<>();
    private final Map<String, String> read = new LinkedHashMap<>();
    private final Set<String> guards = new LinkedHashSet<>();
    private final Set<String> turns = new LinkedHashSet<>();
    private Steerable run;

    Case(long seed, List<String> units) {
      this.seed = "seed " + seed;
      this.random = new Random(seed);
      this.units = units;
      this.context = new ScriptedContext("f", world, random);
    }

    Limits limits() {
      return Limits.defaults().withMaxIterations(1 + random.nextInt(4)).withRetries(1);
    }

    void person(Steerable to) {
      run = to;
      units.forEach(unit -> world.agent(unit, this::turn));
      world.checking(
          request -> {
            speaks();
            return World.report("t", random.nextInt(3) > 0, "red " + random.nextInt());
          });
      speaks();
    }

    private void speaks() {
      for (int i = random.nextInt(3); i > 0 && said.size() < 30; i--) {
        Instruction.Kind[] kinds = Instruction.Kind.values();
        String text =
            random.nextInt(8) == 0
                ? " "
                : random.nextInt(20) == 0 ? "x".repeat(Defaults.INSTRUCTION_TEXT + 1) : "Mind it.";
        String unit = random.nextBoolean() ? null : any(units);
        Instruction next =
            new Instruction(
                "i" + random.nextInt(40),
                text,
                Priority.NORMAL,
                random.nextInt(10) == 0 ? "nobody" : unit,
                kinds[random.nextInt(kinds.length)]);
        said.putIfAbsent(next.id(), next);
        run.injectInstruction(next);
      }
      if (random.nextInt(4) == 0) {
        guards.add("g" + guards.size());
        run.updateGuard(
            new GuardUpdate(
                Map.of(any(List.of("max_lines", "max_files", "nonsense")), 900),
                random.nextBoolean() ? null : any(units),
                "g" + (guards.size() - 1)));
      }
      if (random.nextInt(30) == 0) {
        run.cancel();
      }
    }

    private TurnResult turn(TurnRequest request) {
      speaks();
      switch (random.nextInt(8)) {
        case 0:
          return world.fails(request, FailureKind.TRANSIENT);
        case 1:
          return world.fails(request, FailureKind.PERMANENT);
        case 2:
          noted(request);
          return new TurnResult(
              request.state(),
              false,
              new TurnResult.Texts("reply", "tail", null, null, List.of(), "Which?", null),
              List.of(),
              null);
        default:
          noted(request);
          return world.works(request);
      }
    }

    private void noted(TurnRequest request) {
      String where =
          "%s %d %d"
              .formatted(request.work().unit(), request.work().attempt(), request.iteration());
      turns.add(where);
      for (Instruction each : request.brief().instructions()) {
        assertThat(read.putIfAbsent(each.id(), where)).as(seed + ": told twice").isNull();
      }
    }

    void holds(List<InstructionReceipt> receipts) {
      assertThat(receipts).extracting(InstructionReceipt::id).as(seed).doesNotHaveDuplicates();
      assertThat(receipts)
          .as(seed)
          .extracting(InstructionReceipt::id)
          .containsExactlyInAnyOrderElementsOf(Sets.union(said.keySet(), guards));
      for (InstructionReceipt each : receipts) {
        seen.add(each.end());
        assertThat(each.ended()).as("%s: %s", seed, each).isTrue();
        String where =
            each.end() == End.CONSUMED
                ? "%s %d %d".formatted(each.unit(), each.attempt(), each.iteration())
                : null;
        if (!guards.contains(each.id())) {
          assertThat(where).as("%s: %s", seed, each).isEqualTo(read.get(each.id()));
        } else if (where != null) {
          assertThat(turns).as("%s: %s", seed, each).contains(where);
        }
      }
    }

    private <T> T any(List<T> some) {
      return some.get(random.nextInt(some.size()));
    }
  }
}
