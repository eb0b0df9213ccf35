package dev.aidp.workflows.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.command.CommandActivitiesImpl;
import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.runtime.flows.NoEvidence;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Merges of generated branches by real git, with real checks, on the native engine, beside the rule
 * applied by hand. {@code MergeQueueTest} does the same with a thousand trains whose trees are made
 * up.
 */
class GeneratedMergesTest {

  private static final int SEEDS = Integer.getInteger("aidp.merges", 25);

  @TempDir Path folder;
  private NativeEngine engine;
  private Database database;

  @AfterEach
  void close() {
    if (engine != null) {
      engine.close();
      database.close();
    }
  }

  @Test
  void come_to_what_one_by_one_comes_to() {
    GeneratedBranches branches = GeneratedBranches.in(folder);
    open(branches.layout());
    int runs = 0;
    int bound = 0;
    int oneByOne = 0;
    int units = 0;
    int guilty = 0;
    int flaky = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      GeneratedBranches.Case planted = branches.plant("m" + seed, new Random(seed));

      MergeResult result = merge(planted);

      check(planted, result, seed);
      List<Integer> others = gate(result).stream().map(out -> out.with().size()).toList();
      int tested = result.report().order().size() + others.size();
      int most =
          GateBound.runs(
              tested, others, planted.clashes().size() * 2, result.report().flaky().size());
      assertThat(result.report().gateRuns()).as("seed %d", seed).isLessThanOrEqualTo(most);
      runs += result.report().gateRuns();
      bound += most;
      units += tested;
      guilty += others.size();
      flaky += result.report().flaky().size();
      oneByOne += GateBound.oneByOne(tested, others.size(), result.report().flaky().size());
    }
    System.out.printf(
        "%d merges by git, %d units tested, %d guilty, %d flaky: %d gate runs, bound %d, one by one, naming nobody, %d%n",
        SEEDS, units, guilty, flaky, runs, bound, oneByOne);
    assertThat(flaky).isPositive();
  }

  private void open(Layout layout) {
    ContentStore store = new ContentStore(layout.artifacts(), Secrets.ofThisProcess());
    PlanTexts plans = new PlanTexts(store);
    OrphanReaper leftovers = new OrphanReaper(layout.processes());
    database = Database.open(folder.resolve("journal.db"));
    engine =
        NativeEngine.builder(database)
            .workflow(Workflows.definitions().toArray(new WorkflowDefinition<?>[0]))
            .activities(new NoEvidence())
            .activities(
                new GitActivitiesImpl(layout, new Worktrees(layout), plans, leftovers::end, false))
            .activities(
                new CommandActivitiesImpl(
                    layout,
                    new Worktrees(layout),
                    store,
                    plans,
                    InheritedEnvironment.ofThisProcess(),
                    Preparation.none(layout, Secrets.ofThisProcess())))
            .build();
  }

  private MergeResult merge(GeneratedBranches.Case planted) {
    engine.start(
        planted.run(),
        MergeAtomicUnitsWorkflow.class,
        workflow -> workflow.run(MergeRequest.resolved(planted.request())));
    return engine.<MergeResult>result(planted.run(), MergeResult.class).join().orThrow();
  }

  private static List<LeftOut> gate(MergeResult result) {
    return result.report().leftOut().stream()
        .filter(out -> out.reason() == MergeReport.Reason.GATE)
        .toList();
  }

  private static void check(GeneratedBranches.Case planted, MergeResult result, long seed) {
    Set<String> out = new LinkedHashSet<>();
    List<String> in = planted.oneByOne(out);
    assertThat(result.report().order()).as("seed %d", seed).isEqualTo(in);
    assertThat(result.report().leftOut())
        .extracting(LeftOut::unit)
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(out);
    for (LeftOut guilty : gate(result)) {
      List<String> found = new ArrayList<>(guilty.with());
      found.add(guilty.unit());
      assertThat(planted.red()).as("seed %d", seed).contains(new LinkedHashSet<>(found));
      assertThat(guilty.red()).as("seed %d", seed).isNotEmpty();
    }
    if (result.commit() != null) {
      assertThat(planted.serial(in)).as("seed %d", seed).isEqualTo(planted.tree(result.commit()));
    }
  }
}
