package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import dev.aidp.run.Merging;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.flows.NoEvidence;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A merge that is killed after any entry of its journal leaves a green branch, or none. */
class KilledMergeQueueTest {

  private static final int TRAINS = 12;
  private static final String RUN = "m";
  private static final String BRANCH = "aidp/m";

  /** What was on disk, and where branches pointed, after a commit of the journal. */
  private record Cut(List<List<List<@Nullable Object>>> disk, Map<String, String> branches) {}

  @Test
  void leaves_the_branch_where_it_was_or_at_a_green_tree_and_goes_on_to_the_same_end() {
    int cuts = 0;
    for (long seed = 0; seed < TRAINS; seed++) {
      cuts += killedEverywhere(new Random(seed));
    }
    System.out.printf("%d trains, killed at %d places%n", TRAINS, cuts);
    assertThat(cuts).isGreaterThan(10 * TRAINS);
  }

  private static int killedEverywhere(Random random) {
    List<String> units = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(5); i++) {
      units.add("u" + i);
    }
    List<Set<String>> red = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      red.add(
          new TreeSet<>(
              List.of(
                  units.get(random.nextInt(units.size())),
                  units.get(random.nextInt(units.size())))));
    }
    MergeWork request = request(units);
    List<Cut> cuts = new ArrayList<>();
    MergeResult end;
    try (Database database = Database.inMemory()) {
      TrainWorld world = new TrainWorld(red, Map.of());
      database.afterCommit(sql -> cuts.add(new Cut(Disk.content(sql), world.branches())));
      try (NativeEngine engine = engine(database, world)) {
        engine.start(
            RUN,
            MergeAtomicUnitsWorkflow.class,
            merge -> merge.run(MergeRequest.resolved(request)));
        end = result(engine);
      }
    }
    for (Cut cut : cuts) {
      goOn(cut, red, end);
    }
    return cuts.size();
  }

  private static void goOn(Cut cut, List<Set<String>> red, MergeResult end) {
    String left = cut.branches().get(BRANCH);
    assertThat(left == null || !TrainWorld.red(left, red)).as("left at %s", left).isTrue();
    try (Database database = Database.inMemory()) {
      Disk.restore(database, cut.disk());
      TrainWorld world = new TrainWorld(red, cut.branches());
      try (NativeEngine engine = engine(database, world)) {
        if (engine.adopt(RUN)) {
          assertThat(result(engine)).isEqualTo(end);
          assertThat(world.branches().get(BRANCH)).isEqualTo(end.commit());
        }
      }
    }
  }

  private static MergeResult result(NativeEngine engine) {
    return engine.<MergeResult>result(RUN, MergeResult.class).join().orThrow();
  }

  private static NativeEngine engine(Database database, TrainWorld world) {
    return NativeEngine.builder(database)
        .workflow(Workflows.definitions().toArray(new WorkflowDefinition<?>[0]))
        .activities(world)
        .activities(new NoEvidence())
        .build();
  }

  private static MergeWork request(List<String> units) {
    RunSettings settings =
        RunSettings.of("agent", new Check("test", "make test"))
            .withMerging(Merging.USUAL.withMinSuccess(new MinSuccess(1, false)));
    return new MergeWork(
        RUN,
        1,
        new PlanGraph("plan", units.stream().map(PlanNode::of).toList()),
        units.stream().map(unit -> new JoinRequest.UnitHead(unit, unit)).toList(),
        settings,
        new MergeWork.Into("base", BRANCH, null, false),
        null,
        MergeWork.Known.NOTHING);
  }
}
