package dev.aidp.testkit.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.TypedHandle;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people say starts every workflow, alone and as a child of an application's own. */
@Timeout(300)
class RequestTest extends OnEachEngine {

  private static final String AGENT = "echo made > $AIDP_UNIT_ID.txt; echo STATUS: COMPLETE";

  @TempDir Path folder;
  private SampleRepository repository;

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private Aidp aidp(Engine engine) {
    return Aidp.open(
        repository.top(), options(engine), Extensions.none().workflow(Release.definition()));
  }

  private static dev.aidp.runtime.engine.Engine working(Aidp aidp, Engine engine) {
    aidp.work(engine.wireName());
    return aidp.engine(engine.wireName());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void an_own_workflow_is_composed_of_all_of_ours_by_what_a_person_would_say(Engine engine) {
    try (Aidp aidp = aidp(engine)) {
      TypedHandle<List<String>> run =
          aidp.start(ReleaseWorkflow.class, "release-7", engine.wireName(), w -> w.run(AGENT));

      List<String> came = run.result().join();

      String merged = repository.git("rev-parse", "release").strip();
      assertThat(came).containsExactly("completed", "completed", "completed", merged);
      assertThat(repository.git("ls-tree", "--name-only", "release"))
          .contains("one.txt", "two.txt", "loop.txt");
      assertThat(repository.worktrees()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void the_settings_of_the_repository_hold_for_what_is_not_said(Engine engine) throws Exception {
    Path state = Files.createDirectories(repository.top().resolve(".aidp"));
    Files.writeString(
        state.resolve("aidp.yml"),
        "{agent: {command: 'echo x >> it.txt; echo STATUS: COMPLETE'}, checks: {twice: 'test $(wc"
            + " -l < it.txt) = 2'}}");
    try (Aidp aidp = aidp(engine)) {
      var works = working(aidp, engine);
      works.start("l", WorkLoopWorkflow.class, w -> w.run(WorkLoopRequest.of("Do it")));

      UnitResult result = works.<UnitResult>result("l", UnitResult.class).join().orThrow();

      assertThat(result.report().tries().iterations()).as("%s", result).isEqualTo(2);
      assertThat(repository.git("show", "aidp/l:it.txt")).isEqualTo("x\nx");
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void what_a_run_has_stored_is_read_by_its_reference(Engine engine) throws Exception {
    try (Aidp aidp = aidp(engine)) {
      FeatureRequest request =
          FeatureRequest.of("A sample feature")
              .plan(Plan.of("F").unit("one", "Write it.").build())
              .agentCommand(AGENT);
      TypedHandle<FeatureState> run =
          aidp.start(request, StartOptions.id("f").on(engine.wireName()));
      RunView view = run.ended().join();
      assertThat(run.result().join().state()).isEqualTo(RunState.COMPLETED);

      try (InputStream in = aidp.artifacts().open(view.merge().proof().description())) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("one");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_wrong_request_fails_its_run_with_everything_that_is_wrong(Engine engine) {
    try (Aidp aidp = aidp(engine)) {
      var works = working(aidp, engine);
      FeatureRequest feature =
          FeatureRequest.of("F").set("chekcs.unit", "true").set("limits.retries", "many");
      works.start("f", FeatureOrchestrationWorkflow.class, w -> w.run(feature));
      PlanSource plan = PlanSource.text("{feature: F, units: [{id: A!, task: x}, {id: b}]}");
      works.start(
          "p",
          FeatureOrchestrationWorkflow.class,
          w -> w.run(FeatureRequest.of("F").agentCommand(AGENT).plan(plan)));
      works.start(
          "l",
          WorkLoopWorkflow.class,
          w -> w.run(WorkLoopRequest.of("L").agentCommand(AGENT).from("no-such-ref")));
      works.start(
          "m", MergeAtomicUnitsWorkflow.class, w -> w.run(MergeRequest.of("into", "nothing")));

      FeatureState f = works.<FeatureState>result("f", FeatureState.class).join().orThrow();
      FeatureState p = works.<FeatureState>result("p", FeatureState.class).join().orThrow();
      UnitResult l = works.<UnitResult>result("l", UnitResult.class).join().orThrow();
      MergeResult m = works.<MergeResult>result("m", MergeResult.class).join().orThrow();

      assertThat(f.state()).isEqualTo(RunState.FAILED);
      assertThat(f.error().message())
          .contains("unknown key chekcs (did you mean checks?)", "limits.retries must be");
      assertThat(p.error().message()).contains("plan:1:", "A!", "task");
      assertThat(l.report().error().message()).contains("no-such-ref");
      assertThat(m.state()).isEqualTo(RunState.FAILED);
      assertThat(m.error().message()).contains("There is no branch nothing.");
      assertThat(repository.git("branch", "--list", "aidp*", "into")).isEmpty();
    }
  }
}
