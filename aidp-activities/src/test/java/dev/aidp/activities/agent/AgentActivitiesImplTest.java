package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.git.Conflict;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentActivitiesImplTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;
  private Sandbox sandbox;
  private List<Artifact> inputs = ImmutableList.of();
  private List<String> outputs = ImmutableList.of();

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
  }

  @Test
  void a_turn_leaves_a_tree_and_says_whether_it_is_complete() throws Exception {
    TurnResult first = turn(1, sandbox.state, "echo two > file; echo working");
    TurnResult second = turn(2, first.state(), "echo three >> file; echo '**Status: complete.**'");

    assertThat(first.failure()).isNull();
    assertThat(first.saysComplete()).isFalse();
    assertThat(first.texts().tail()).isEqualTo("working\n");
    assertThat(first.state().tree()).isNotEqualTo(sandbox.state.tree());
    assertThat(second.saysComplete()).isTrue();
    assertThat(sandbox.store.text(second.texts().reply())).isEqualTo("**Status: complete.**\n");
    assertThat(sandbox.file("file")).hasContent("two\nthree\n");
  }

  @Test
  void gets_the_prompt_and_its_place_in_the_environment() throws Exception {
    String command =
        "cat; env | grep -E '^(AIDP_(RUN_ID|UNIT_ID|ROLE|ITERATION|ATTEMPT|ARTIFACTS)|NO_COLOR|CI)=' | sort; pwd";

    TurnResult result = turn(3, sandbox.state, command);

    assertThat(sandbox.store.text(result.texts().reply()))
        .contains("Do the work.")
        .endsWith(
            """
            AIDP_ARTIFACTS=%s
            AIDP_ATTEMPT=1
            AIDP_ITERATION=3
            AIDP_ROLE=coder
            AIDP_RUN_ID=run
            AIDP_UNIT_ID=unit
            CI=1
            NO_COLOR=1
            %s
            """
                .formatted(sandbox.layout.io(Sandbox.WORK), sandbox.worktrees.path(Sandbox.WORK)));
  }

  @Test
  void a_turn_names_the_prompt_that_it_was_given() throws Exception {
    TurnResult echoed = turn(1, sandbox.state, "cat");
    TurnResult failed = turn(1, sandbox.state, "exit 3");

    assertThat(echoed.texts().prompt()).isEqualTo(echoed.texts().reply());
    assertThat(failed.texts().prompt()).isEqualTo(echoed.texts().prompt());
  }

  @Test
  void the_reply_of_a_command_is_all_that_it_wrote() throws Exception {
    TurnResult result = turn(1, sandbox.state, "echo working");

    assertThat(sandbox.store.text(result.texts().reply())).isEqualTo("working\n");
    assertThat(result.texts().transcript()).isNull();
  }

  @Test
  void an_agent_that_only_repeats_its_prompt_is_not_complete() throws Exception {
    sandbox.task = "Say this:\nSTATUS: COMPLETE\n";

    TurnResult result = turn(1, sandbox.state, "cat");

    assertThat(result.saysComplete()).isFalse();
  }

  @Test
  void a_resolver_is_told_the_unit_that_conflicts_and_a_planner_none() throws Exception {
    Work merge = new Work("run", 1, Work.MERGE, 1);
    TreeState state = sandbox.worktrees.open(merge, sandbox.commit);
    Conflict conflict =
        new Conflict("b", ImmutableList.of("a"), ImmutableList.of("file"), state.tree(), "key");

    TurnResult resolver =
        turn(
            request(
                merge, Role.RESOLVER, 1, state, brief(conflict), "cat; echo unit=$AIDP_UNIT_ID="));
    TurnResult planner =
        turn(request(merge, Role.PLANNER, 1, state, brief(null), "cat; echo unit=$AIDP_UNIT_ID="));

    assertThat(sandbox.store.text(resolver.texts().reply()))
        .contains("unit=b=", "The task of a.", "The task of b.", "`file`");
    assertThat(sandbox.store.text(planner.texts().reply()))
        .contains("unit==", "The task of another.");
  }

  @Test
  void a_failed_turn_is_a_value_and_the_worktree_is_as_before() throws Exception {
    TurnResult result =
        turn(
            1,
            sandbox.state,
            "echo two > file; touch new; echo rate limit, try again in 30s >&2; echo STATUS: COMPLETE; exit 1");

    assertThat(result.failure().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(result.failure().retryAt()).isEqualTo(NOW.plusSeconds(30));
    assertThat(result.saysComplete()).isFalse();
    assertThat(result.state()).isEqualTo(sandbox.state);
    assertThat(sandbox.file("file")).hasContent("one");
    assertThat(sandbox.file("new")).doesNotExist();
  }

  @Test
  void a_turn_that_takes_too_long_is_a_value() throws Exception {
    PromptContext brief = brief(null);
    TurnRequest request =
        new TurnRequest(
            Sandbox.WORK,
            Role.CODER,
            1,
            TurnRequest.Asked.of(AgentChoice.command("echo begun; exec sleep 1000")),
            new TurnRequest.Bounds(Duration.ofSeconds(3), Budget.NONE),
            sandbox.state,
            brief,
            new TurnRequest.Artifacts(inputs, outputs));

    TurnResult result = turn(request);

    assertThat(result.failure().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(result.texts().tail()).isEqualTo("begun\n");
  }

  @Test
  void a_command_that_is_not_there_fails_for_good() throws Exception {
    assertThat(turn(1, sandbox.state, "no-such-agent").failure().kind())
        .isEqualTo(FailureKind.PERMANENT);
    assertThat(turn(1, sandbox.state, "true " + "x".repeat(200_000)).failure().kind())
        .isEqualTo(FailureKind.PERMANENT);
  }

  @Test
  void a_cancelled_turn_passes_on_and_nothing_works_on() throws Exception {
    Path ready = folder.resolve(".aidp/ready");
    TurnRequest request =
        request(
            Sandbox.WORK,
            Role.CODER,
            1,
            sandbox.state,
            brief(null),
            "touch " + ready + "; exec sleep 1000");

    assertThatThrownBy(
            () ->
                ObservedStep.cancelledWhen(() -> Files.exists(ready))
                    .perform(() -> activities().turn(request)))
        .isInstanceOf(StepCancelledException.class);
  }

  @Test
  void finds_its_inputs_and_leaves_its_outputs() throws Exception {
    inputs = ImmutableList.of(new Artifact("model", "schema", sandbox.store.put("columns")));
    outputs = ImmutableList.of("report", "missing");

    TurnResult result =
        turn(
            1,
            sandbox.state,
            "cat $AIDP_ARTIFACTS/in/model/schema; echo fine > $AIDP_ARTIFACTS/out/report");

    assertThat(result.texts().tail()).isEqualTo("columns");
    assertThat(result.outputs()).hasSize(1);
    assertThat(result.outputs().get(0).unit()).isEqualTo("unit");
    assertThat(sandbox.store.text(result.outputs().get(0).ref())).isEqualTo("fine\n");
  }

  @Test
  void an_output_that_is_a_link_or_a_folder_is_none() throws Exception {
    outputs = ImmutableList.of("link", "folder");
    Path secret = Files.writeString(folder.resolve("secret"), "secret");

    TurnResult result =
        turn(1, sandbox.state, "cd $AIDP_ARTIFACTS/out; ln -s " + secret + " link; mkdir folder");
    TurnResult replaced =
        turn(
            1,
            sandbox.state,
            "cd $AIDP_ARTIFACTS; rmdir out; ln -s "
                + folder
                + " out; ln "
                + secret
                + " "
                + folder
                + "/link");

    assertThat(result.outputs()).isEmpty();
    assertThat(replaced.outputs()).isEmpty();
  }

  @Test
  void outputs_stay_for_later_iterations_and_are_gone_in_the_next_attempt() throws Exception {
    outputs = ImmutableList.of("report");
    TurnResult first = turn(1, sandbox.state, "echo fine > $AIDP_ARTIFACTS/out/report");

    TurnResult lost = turn(2, first.state(), "echo broken > $AIDP_ARTIFACTS/out/report; exit 1");
    turn(2, first.state(), "echo unrecorded > $AIDP_ARTIFACTS/out/report");
    TurnResult second = turn(2, first.state(), "cat $AIDP_ARTIFACTS/out/report");
    TurnResult anew = turn(1, sandbox.state, "true");

    assertThat(lost.outputs()).isEmpty();
    assertThat(second.texts().tail()).isEqualTo("fine\n");
    assertThat(second.outputs()).isEqualTo(first.outputs());
    assertThat(anew.outputs()).isEmpty();
  }

  @Test
  void the_log_shows_both_outputs_without_what_steers_a_terminal() throws Exception {
    turn(2, sandbox.state, "printf '\\033[31mhello\\033[0m\\n'; echo oops >&2");

    assertThat(sandbox.log())
        .contains("coder turn, iteration 2, attempt 1", "\nhello\n", "\n! oops\n", "turn ended");
  }

  @Test
  void ignored_files_stay_from_turn_to_turn() throws Exception {
    TurnResult first = turn(1, sandbox.state, "mkdir -p ignored; echo cache > ignored/cache");

    TurnResult second = turn(2, first.state(), "cat ignored/cache");

    assertThat(second.texts().tail()).isEqualTo("cache\n");
  }

  @Test
  void what_a_failed_turn_adds_to_ignored_files_goes_and_what_was_there_stays() throws Exception {
    turn(1, sandbox.state, "mkdir -p ignored/old; echo cache > ignored/old/cache");

    turn(2, sandbox.state, "mkdir -p ignored/new; touch ignored/new/x ignored/old/x; exit 1");

    assertThat(sandbox.file("ignored/old/cache")).hasContent("cache");
    assertThat(sandbox.file("ignored/old/x")).doesNotExist();
    assertThat(sandbox.file("ignored/new")).doesNotExist();
  }

  @Test
  void a_turn_that_is_performed_again_finds_no_ignored_files_of_its_lost_start() throws Exception {
    ObservedStep step = ObservedStep.lasting();
    TurnRequest lost =
        request(
            Sandbox.WORK,
            Role.CODER,
            1,
            sandbox.state,
            brief(null),
            "ls ignored/lost; mkdir -p ignored; touch ignored/lost");

    TurnResult first = step.perform(() -> activities().turn(lost));
    TurnResult again = step.perform(() -> activities().turn(lost));

    assertThat(first.texts().tail() + again.texts().tail()).doesNotContain("ignored/lost");
    assertThat(sandbox.file("ignored/lost")).exists();
  }

  private TurnResult turn(int iteration, TreeState state, String command) throws Exception {
    return turn(request(Sandbox.WORK, Role.CODER, iteration, state, brief(null), command));
  }

  private TurnRequest request(
      Work work, Role role, int iteration, TreeState state, PromptContext brief, String command) {
    return new TurnRequest(
        work,
        role,
        iteration,
        TurnRequest.Asked.of(AgentChoice.command(command)),
        new TurnRequest.Bounds(LONG, Budget.NONE),
        state,
        brief,
        new TurnRequest.Artifacts(inputs, outputs));
  }

  private PromptContext brief(Conflict conflict) throws Exception {
    return new PromptContext(sandbox.plan(), "", ImmutableList.of(), conflict);
  }

  private TurnResult turn(TurnRequest request) throws Exception {
    return ObservedStep.lasting().perform(() -> activities().turn(request));
  }

  private AgentActivitiesImpl activities() {
    return new AgentActivitiesImpl(
        sandbox.layout,
        sandbox.worktrees,
        sandbox.store,
        new PlanTexts(sandbox.store),
        Providers.builtIn(),
        Supervision.USUAL,
        Clock.fixed(NOW, ZoneOffset.UTC),
        InheritedEnvironment.ofThisProcess(),
        Spending.unlimited(),
        Preparation.none(sandbox.layout, Secrets.ofThisProcess()));
  }
}
