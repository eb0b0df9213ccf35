package dev.aidp.activities.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.AgentActivitiesImpl;
import dev.aidp.activities.agent.Supervision;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.command.CommandActivitiesImpl;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.spending.Spending;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

  private static final String SETUP = "mkdir -p ignored && echo run >> ignored/runs";

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
  }

  @Test
  void the_setup_command_runs_once_in_a_copy_before_the_agent_and_the_checks() throws Exception {
    WorktreeSettings settings = setup(SETUP);

    TurnResult turn = turn(settings, 1, sandbox.state, "cat ignored/runs; echo two > file");
    CheckReport report = check(settings, turn.state(), "[ \"$(cat ignored/runs)\" = run ]");
    turn(settings, 2, turn.state(), "true");

    assertThat(turn.texts().tail()).isEqualTo("run\n");
    assertThat(report.green()).isTrue();
    assertThat(sandbox.file("ignored/runs")).hasContent("run\n");
    assertThat(sandbox.log()).contains("worktree.setup: " + SETUP, "worktree.setup passed");
  }

  @Test
  void it_runs_again_when_one_of_its_input_files_changes_and_only_then() throws Exception {
    WorktreeSettings settings = settings(SETUP, List.of("**/*.lock"), List.of(), List.of());
    turn(settings, 1, sandbox.state, "true");

    TurnResult other = turn(settings, 1, sandbox.state, "echo two > file");
    check(settings, other.state(), "true");
    assertThat(sandbox.file("ignored/runs")).hasContent("run\n");

    TurnResult locked = turn(settings, 2, other.state(), "mkdir sub; echo 2 > sub/some.lock");
    check(settings, locked.state(), "true");
    assertThat(sandbox.file("ignored/runs")).hasContent("run\nrun\n");
  }

  @Test
  void it_runs_again_where_the_ignored_files_were_removed() throws Exception {
    WorktreeSettings settings = setup(SETUP);

    TurnResult turn =
        turn(settings, 1, sandbox.state, "git clean -qxfd; ! [ -e ignored ] && echo gone");
    CheckReport report = check(settings, sandbox.state, "[ -e ignored/runs ]");

    assertThat(turn.texts().tail()).isEqualTo("gone\n");
    assertThat(report.green()).isTrue();
  }

  @Test
  void a_clean_checkout_is_prepared_anew_each_time() throws Exception {
    WorktreeSettings settings = setup(SETUP);
    String once = "basename \"$PWD\" | grep -q _clean-1 && [ \"$(cat ignored/runs)\" = run ]";

    assertThat(check(settings, sandbox.state, once, Where.CLEAN_AGAIN).green()).isTrue();
    assertThat(check(settings, sandbox.state, once, Where.CLEAN_AGAIN).green()).isTrue();
  }

  @Test
  void what_is_known_of_a_tree_is_known_for_one_way_of_preparing_it() throws Exception {
    String needs = "test -e ignored/runs";

    assertThat(check(setup(SETUP), sandbox.state, needs, Where.CLEAN).green()).isTrue();
    assertThat(check(setup(SETUP), sandbox.state, needs, Where.CLEAN).reused()).isTrue();
    assertThat(check(setup("true"), sandbox.state, needs, Where.CLEAN).green()).isFalse();
  }

  @Test
  void what_it_does_to_the_tree_is_undone() throws Exception {
    WorktreeSettings settings = setup("echo changed > file; touch new");

    CheckReport report =
        check(settings, sandbox.state, "[ \"$(cat file)\" = one ] && ! [ -e new ]");
    sandbox.worktrees.open(Sandbox.WORK, sandbox.commit);
    TurnResult turn = turn(settings, 1, sandbox.state, "cat file; ls new; true");

    assertThat(turn.texts().tail()).startsWith("one\n");
    assertThat(turn.state()).isEqualTo(sandbox.state);
    assertThat(report.green()).isTrue();
  }

  @Test
  void it_finds_the_environment_of_checks() throws Exception {
    WorktreeSettings settings =
        setup(
            "[ \"$AIDP_RUN_ID/$AIDP_UNIT_ID/$AIDP_ROLE/$AIDP_ATTEMPT\" = run/unit/coder/1 ] && [ -d \"$AIDP_ARTIFACTS/out\" ]");

    assertThat(check(settings, sandbox.state, "true").green()).isTrue();
  }

  @Test
  void one_that_fails_before_anybody_has_changed_anything_fails_the_unit_for_good()
      throws Exception {
    WorktreeSettings settings = setup("echo no registry; exit 9");

    assertThatThrownBy(() -> turn(settings, 1, sandbox.state, "touch asked"))
        .hasMessageContainingAll(
            "worktree.setup", "exit 9", "exit code 9", "no registry", "log of 'unit'");
    assertThat(sandbox.file("asked")).doesNotExist();
    assertThat(sandbox.log()).contains("worktree.setup | no registry", "worktree.setup failed");
  }

  @Test
  void one_that_takes_too_long_has_failed() throws Exception {
    WorktreeSettings settings =
        new WorktreeSettings(
            "exec sleep 1000",
            Duration.ofMillis(300),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            false);

    assertThatThrownBy(() -> turn(settings, 1, sandbox.state, "true"))
        .hasMessageContaining("did not end within");
  }

  @Test
  void one_that_fails_on_what_an_agent_has_made_is_a_red_check_and_the_next_turn_can_mend_it()
      throws Exception {
    WorktreeSettings settings =
        settings(
            "grep one file || { echo not one; exit 3; }", List.of("file"), List.of(), List.of());
    TurnResult broken = turn(settings, 1, sandbox.state, "echo two > file");

    CheckReport report = check(settings, broken.state(), "touch ignored-not");
    TurnResult mended = turn(settings, 2, broken.state(), "echo one > file");

    assertThat(report.results()).extracting(CheckResult::name).containsExactly("worktree.setup");
    assertThat(report.green()).isFalse();
    assertThat(report.results().get(0).digest()).contains("Exit code 3.", "not one");
    assertThat(sandbox.file("ignored-not")).doesNotExist();
    assertThat(mended.failure()).isNull();
    assertThat(check(settings, mended.state(), "true").green()).isTrue();
  }

  @Test
  void ignored_files_of_the_main_checkout_are_copied_and_linked() throws Exception {
    main("ignored/.env", "SECRET=1\n");
    main("ignored/config/local.yml", "local\n");
    main("ignored/deps/lib/index.js", "lib\n");
    main("ignored/other", "other\n");
    WorktreeSettings settings =
        settings(
            null,
            List.of(),
            List.of("ignored/.env*", "ignored/*/local.yml"),
            List.of("ignored/deps"));

    TurnResult turn =
        turn(
            settings,
            1,
            sandbox.state,
            "cat ignored/.env ignored/config/local.yml ignored/deps/lib/index.js; ls ignored/other");

    assertThat(turn.texts().tail()).startsWith("SECRET=1\nlocal\nlib\n");
    assertThat(sandbox.file("ignored/deps")).isSymbolicLink();
    assertThat(sandbox.file("ignored/.env")).isRegularFile();
    assertThat(sandbox.file("ignored/other")).doesNotExist();
    assertThat(turn.state()).isEqualTo(sandbox.state);
  }

  @Test
  void what_is_brought_is_never_committed_though_the_pattern_does_not_ignore_it() throws Exception {
    main("ignored/lib.js", "lib\n");
    WorktreeSettings settings = settings(null, List.of(), List.of(), List.of("ignored"));

    TurnResult turn =
        turn(
            settings,
            1,
            sandbox.state,
            "cat ignored/lib.js; git status --porcelain; git add -A; git diff --cached --name-only; git add -f ignored");
    CheckReport report = check(settings, turn.state(), "cat ignored/lib.js");

    assertThat(turn.texts().tail()).isEqualTo("lib\n");
    assertThat(turn.state().tree()).isEqualTo(sandbox.state.tree());
    assertThat(sandbox.file("ignored")).isSymbolicLink();
    assertThat(report.green()).isTrue();
    assertThat(sandbox.worktrees.tree(Sandbox.WORK)).isEqualTo(sandbox.state.tree());
  }

  @Test
  void a_copy_that_the_units_tree_does_not_ignore_is_never_committed() throws Exception {
    main("ignored/a [1]!.env", "SECRET=1\n");
    WorktreeSettings settings = settings(null, List.of(), List.of("ignored"), List.of());

    TurnResult turn =
        turn(
            settings,
            1,
            sandbox.state,
            "rm .gitignore; git add -A; git add -f ignored; echo two > file");

    assertThat(sandbox.worktrees.changed(sandbox.state.tree(), turn.state().tree()))
        .containsExactly(".gitignore", "file");
    assertThat(sandbox.file("ignored/a [1]!.env")).hasContent("SECRET=1\n");
  }

  @Test
  void what_the_tree_itself_has_at_such_a_place_stays_recorded() throws Exception {
    main("ignored/tracked", "of the user\n");
    TurnResult forced =
        turn(
            WorktreeSettings.NONE,
            1,
            sandbox.state,
            "mkdir ignored; echo 1 > ignored/tracked; git add -f ignored");
    WorktreeSettings settings = settings(null, List.of(), List.of("ignored/tracked"), List.of());

    TurnResult turn = turn(settings, 2, forced.state(), "echo 2 > ignored/tracked");

    assertThat(sandbox.worktrees.changed(forced.state().tree(), turn.state().tree()))
        .containsExactly("ignored/tracked");
  }

  @Test
  void a_copy_is_the_agents_own_until_its_source_changes() throws Exception {
    main("ignored/.env", "first\n");
    WorktreeSettings settings = settings(null, List.of(), List.of("ignored/.env"), List.of());
    turn(settings, 1, sandbox.state, "echo mine > ignored/.env");
    assertThat(check(settings, sandbox.state, "grep mine ignored/.env").green()).isTrue();

    main("ignored/.env", "the second\n");
    assertThat(check(settings, sandbox.state, "grep second ignored/.env").green()).isTrue();
  }

  @Test
  void nothing_that_is_there_is_overwritten_and_only_ignored_files_are_brought() throws Exception {
    main("file", "changed by the user\n");
    main("untracked", "of the user\n");
    WorktreeSettings settings = settings(null, List.of(), List.of("**"), List.of("file"));

    TurnResult turn = turn(settings, 1, sandbox.state, "cat file; ls untracked");

    assertThat(turn.texts().tail()).startsWith("one\n");
    assertThat(turn.state()).isEqualTo(sandbox.state);
  }

  @Test
  void nothing_is_brought_through_a_link_that_leads_out_of_the_copy() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    main("ignored/sub/.env", "SECRET=1\n");
    WorktreeSettings settings = settings(null, List.of(), List.of("ignored/sub/.env"), List.of());
    Files.createSymbolicLink(sandbox.file("ignored"), outside);

    check(settings, sandbox.state, "true");

    assertThat(outside).isEmptyDirectory();
  }

  private void main(String path, String text) throws Exception {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  private static WorktreeSettings setup(String command) {
    return settings(command, List.of(), List.of(), List.of());
  }

  private static WorktreeSettings settings(
      String setup, List<String> inputs, List<String> copy, List<String> link) {
    return new WorktreeSettings(
        setup, WorktreeSettings.SETUP_TIMEOUT, inputs, copy, link, List.of(), false);
  }

  private Preparation preparation(WorktreeSettings settings) {
    return new Preparation(
        settings,
        sandbox.layout,
        sandbox.worktrees,
        new Supervisor(
            sandbox.layout.processes(), Secrets.in(ImmutableMap.of()), Host.ofThisUser()));
  }

  private TurnResult turn(WorktreeSettings settings, int iteration, TreeState state, String command)
      throws Exception {
    AgentActivitiesImpl activities =
        new AgentActivitiesImpl(
            sandbox.layout,
            sandbox.worktrees,
            sandbox.store,
            new PlanTexts(sandbox.store),
            Providers.builtIn(),
            Supervision.USUAL,
            Clock.systemUTC(),
            InheritedEnvironment.ofThisProcess(),
            Spending.unlimited(),
            preparation(settings));
    TurnRequest request =
        new TurnRequest(
            Sandbox.WORK,
            Role.CODER,
            iteration,
            TurnRequest.Asked.of(AgentChoice.command(command)),
            new TurnRequest.Bounds(Duration.ofMinutes(2), Budget.NONE),
            state,
            new PromptContext(sandbox.plan(), "", ImmutableList.of(), null),
            TurnRequest.Artifacts.NONE);
    return ObservedStep.lasting().perform(() -> activities.turn(request));
  }

  private CheckReport check(WorktreeSettings settings, TreeState state, String command)
      throws Exception {
    return check(settings, state, command, Where.WORKING_COPY);
  }

  private CheckReport check(WorktreeSettings settings, TreeState state, String command, Where where)
      throws Exception {
    CommandActivitiesImpl activities =
        new CommandActivitiesImpl(
            sandbox.layout,
            sandbox.worktrees,
            sandbox.store,
            new PlanTexts(sandbox.store),
            InheritedEnvironment.ofThisProcess(),
            preparation(settings));
    ChecksRequest request =
        new ChecksRequest(
            Sandbox.WORK,
            1,
            state,
            new ChecksRequest.Required(
                ImmutableList.of(new Check("check", command)), sandbox.plan(), ImmutableList.of()),
            new ChecksRequest.Bounds(sandbox.commit, Claims.WARN),
            Duration.ofMinutes(2),
            0,
            where);
    return ObservedStep.lasting().perform(() -> activities.checks(request));
  }
}
