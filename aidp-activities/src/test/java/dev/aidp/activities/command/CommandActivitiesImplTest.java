package dev.aidp.activities.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.command.TestFailure;
import dev.aidp.command.TreeCheck;
import dev.aidp.command.TreeCheck.Verdict;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandActivitiesImplTest {

  /** Enough for what is done at once. */
  private static final Duration BRIEF = Duration.ofSeconds(3);

  private Map<String, TreeCheck> own = Map.of();
  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
  }

  @Test
  void results_come_in_the_order_of_the_checks_with_the_units_own_last() throws Exception {
    sandbox.ownChecks.put("own", "exit 7");

    CheckReport report = checks(check("slow", "sleep 0.3"), check("red", "echo reason; exit 1"));

    assertThat(report.results())
        .extracting(CheckResult::name)
        .containsExactly("slow", "red", "unit/own");
    assertThat(report.results())
        .extracting(CheckResult::passed)
        .containsExactly(true, false, false);
    assertThat(report.results().get(1).digest()).isEqualTo("Exit code 1.\nreason");
    assertThat(sandbox.store.text(report.results().get(1).output())).isEqualTo("reason\n");
    assertThat(report.results().get(2).exitCode()).isEqualTo(7);
    assertThat(report.green()).isFalse();
  }

  @Test
  void checks_run_side_by_side() throws Exception {
    String meet = "touch %s; while ! [ -e %s ]; do sleep 0.02; done";

    CheckReport report =
        checks(
            check("a", meet.formatted("ignored/a", "ignored/b")),
            check("b", meet.formatted("ignored/b", "ignored/a")));

    assertThat(report.green()).isTrue();
  }

  @Test
  void exclusive_checks_have_the_host_for_themselves_after_the_others() throws Exception {
    String alone =
        "mkdir ignored/busy || exit 1; sleep 0.3; rmdir ignored/busy; test -e ignored/other";

    CheckReport report =
        checks(
            new Check("one", "mkdir -p ignored; " + alone, true),
            check("other", "sleep 0.3; touch ignored/other"),
            new Check("two", "mkdir -p ignored; " + alone, true));

    assertThat(report.results())
        .extracting(CheckResult::name)
        .containsExactly("one", "other", "two");
    assertThat(report.green()).isTrue();
  }

  @Test
  void where_one_changes_the_tree_they_run_again_one_by_one_and_all_is_put_back() throws Exception {
    CheckReport report =
        checks(
            check("dirty", "[ -e new ] && exit 5; echo two > file; touch new"),
            check("clean", "sleep 0.3; [ \"$(cat file)\" = one ] && ! [ -e new ]"));

    assertThat(report.green()).isTrue();
    assertThat(sandbox.file("file")).hasContent("one");
    assertThat(sandbox.file("new")).doesNotExist();
  }

  @Test
  void what_a_single_check_changes_is_undone_and_what_is_ignored_stays() throws Exception {
    CheckReport report =
        checks(check("dirty", "echo two > file; echo cache > ignored/cache; git commit -qam mine"));

    assertThat(report.results()).hasSize(1);
    assertThat(sandbox.file("file")).hasContent("one");
    assertThat(sandbox.file("ignored/cache")).hasContent("cache");
    assertThat(sandbox.worktrees.record(Sandbox.WORK).state()).isEqualTo(sandbox.state);
  }

  @Test
  void a_check_that_takes_too_long_or_cannot_start_has_failed() throws Exception {
    CheckReport report =
        checks(
            BRIEF,
            check("slow", "echo before; exec sleep 1000"),
            check("huge", "true " + "x".repeat(200_000)),
            check("missing", "no-such-program"));

    assertThat(report.results())
        .extracting(CheckResult::passed)
        .containsExactly(false, false, false);
    assertThat(report.results().get(0).exitCode()).isNull();
    assertThat(report.results().get(0).digest()).contains("did not end", "before");
    assertThat(report.results().get(1).digest()).contains("could not be started");
    assertThat(report.results().get(2).exitCode()).isEqualTo(127);
  }

  @Test
  void runs_on_the_tree_that_is_asked_for_whatever_the_worktree_holds() throws Exception {
    Files.writeString(sandbox.file("file"), "meanwhile");

    assertThat(checks(check("tree", "[ \"$(cat file)\" = one ]")).green()).isTrue();
  }

  @Test
  void finds_the_agents_environment() throws Exception {
    CheckReport report =
        checks(
            check(
                "env",
                "[ \"$AIDP_RUN_ID/$AIDP_UNIT_ID/$AIDP_ROLE/$AIDP_ITERATION/$AIDP_ATTEMPT\" = run/unit/coder/4/1 ] && [ -d \"$AIDP_ARTIFACTS/out\" ]"));

    assertThat(report.green()).isTrue();
  }

  @Test
  void paths_outside_the_claims_are_named() throws Exception {
    sandbox.claims.add("file");
    Files.writeString(sandbox.file("file"), "two\n");
    Files.writeString(sandbox.file("other"), "two\n");
    TreeState state = sandbox.worktrees.record(Sandbox.WORK).state();

    CheckReport report = checks(state, ImmutableList.of("unit"));
    CheckReport others = checks(state, ImmutableList.of("another"));

    assertThat(report.outside()).containsExactly("other");
    assertThat(others.outside()).isEmpty();
  }

  @Test
  void a_report_of_two_hundred_megabytes_is_small() throws Exception {
    CheckReport report =
        checks(
            check(
                "loud",
                "head -c 200000000 /dev/zero | tr '\\0' '\\377'; echo; echo error: here; exit 1"));

    assertThat(report.results().get(0).digest()).contains("error: here").hasSizeLessThan(4_001);
  }

  private static Check check(String name, String command) {
    return new Check(name, "mkdir -p ignored; " + command);
  }

  @Test
  void what_passed_clean_on_a_tree_is_not_run_again_where_that_is_enough() throws Exception {
    Check seen = check("seen", "echo x >> " + folder.resolve("runs"));
    at(Where.CLEAN, seen);

    CheckReport known = at(Where.CLEAN, seen);
    CheckReport partly = at(Where.CLEAN, seen, check("new", "exit 3"));

    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(known.reused()).isTrue();
    assertThat(known.results()).allMatch(CheckResult::clean);
    assertThat(partly.reused()).isFalse();
    assertThat(partly.results())
        .extracting(CheckResult::name, CheckResult::passed)
        .containsExactly(tuple("seen", true), tuple("new", false));
    assertThat(at(Where.CLEAN_AGAIN, seen).reused()).isFalse();
  }

  @Test
  void what_failed_clean_on_a_tree_is_run_again_unless_once_is_enough() throws Exception {
    Check red = check("red", "echo x >> " + folder.resolve("runs") + "; echo why; exit 1");
    at(Where.CLEAN, red);

    assertThat(at(Where.CLEAN_ONCE, red).results().get(0).digest()).isEqualTo("Exit code 1.\nwhy");
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(at(Where.CLEAN, red).green()).isFalse();
    assertThat(folder.resolve("runs")).hasContent("x\nx");
  }

  @Test
  void what_passed_in_a_working_copy_is_no_verdict_on_its_tree() throws Exception {
    Files.createDirectories(sandbox.file("ignored"));
    Files.writeString(sandbox.file("ignored/generated"), "only here");
    Check needy = check("needy", "test -e ignored/generated");

    CheckReport quick = at(Where.WORKING_COPY, needy);

    assertThat(quick.green()).isTrue();
    assertThat(quick.results()).noneMatch(CheckResult::clean);
    assertThat(at(Where.CLEAN, needy).green()).isFalse();
  }

  @Test
  void a_clean_checkout_holds_nothing_that_an_earlier_tree_has_left() throws Exception {
    at(Where.CLEAN, check("builds", "echo stale > ignored/out; mkdir -p sub/ignored; echo > new"));

    CheckReport next =
        at(Where.CLEAN_AGAIN, new Check("looks", "[ \"$(ls)\" = file ] && [ $(cat file) = one ]"));

    assertThat(next.green()).isTrue();
    assertThat(sandbox.layout.worktrees("run").resolve("_clean-2")).doesNotExist();
  }

  @Test
  void a_clean_checkout_has_the_environment_and_the_log_of_who_asks() throws Exception {
    CheckReport report =
        at(
            Where.CLEAN,
            check("env", "[ \"$AIDP_UNIT_ID\" = unit ] && [ -d \"$AIDP_ARTIFACTS/out\" ]"),
            check("place", "basename \"$PWD\"; [ \"$(basename \"$PWD\")\" = _clean-1 ]"));

    assertThat(report.green()).isTrue();
    assertThat(Files.readString(sandbox.layout.logs("run", "unit")))
        .contains("clean checkout of " + sandbox.state.tree(), "place | _clean-1");
  }

  @Test
  void who_needs_a_clean_checkout_at_the_same_time_gets_another_one() throws Exception {
    String meet = "touch %s; while ! [ -e %s ]; do sleep 0.02; done; basename \"$PWD\"";
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");

    // The common pool may have no thread free for the second one.
    CompletableFuture<CheckReport> one =
        CompletableFuture.supplyAsync(
            () -> quietly(() -> at(Where.CLEAN, check("meets", meet.formatted(a, b)))),
            body -> new Thread(body).start());
    List<CheckReport> both =
        List.of(at(Where.CLEAN, check("meets", meet.formatted(b, a))), one.join());

    assertThat(both).allMatch(CheckReport::green);
    assertThat(both)
        .extracting(report -> sandbox.store.text(report.results().get(0).output()).strip())
        .containsExactlyInAnyOrder("_clean-1", "_clean-2");
  }

  @Test
  void a_check_in_java_is_asked_once_of_a_tree_by_its_name_and_version() throws Exception {
    List<Path> trees = new CopyOnWriteArrayList<>();
    TreeCheck one =
        (tree, output) -> {
          trees.add(tree);
          output.accept("looked at " + Files.readString(tree.resolve("file")).strip());
          return Verdict.green();
        };
    own = Map.of("look@1", one, "look@2", one);

    CheckReport first = at(Where.CLEAN, Check.inProcess("look", "1"));
    CheckReport again = at(Where.CLEAN, Check.inProcess("look", "1"));
    CheckReport other = at(Where.CLEAN, Check.inProcess("look", "2"));

    assertThat(List.of(first, again, other)).allMatch(CheckReport::green);
    assertThat(again.reused()).isTrue();
    assertThat(other.reused()).isFalse();
    assertThat(trees).hasSize(2).allMatch(tree -> tree.endsWith("_clean-1"));
    assertThat(sandbox.store.text(first.results().get(0).output())).isEqualTo("looked at one\n");
  }

  @Test
  void a_check_in_java_is_red_for_its_reason_or_what_it_throws_or_its_time() throws Exception {
    own =
        Map.of(
            "no@1", (tree, output) -> Verdict.red("Two licences are missing."),
            "throws@1",
                (tree, output) -> {
                  throw new IllegalStateException("No rules.");
                },
            "null@1", (tree, output) -> null,
            "sleeps@1",
                (tree, output) -> {
                  new CountDownLatch(1).await();
                  return Verdict.green();
                });

    CheckReport report =
        checks(
            BRIEF,
            Check.inProcess("no", "1"),
            Check.inProcess("throws", "1"),
            Check.inProcess("null", "1"),
            Check.inProcess("sleeps", "1"));

    assertThat(report.results()).noneMatch(CheckResult::passed);
    assertThat(report.results())
        .extracting(CheckResult::digest)
        .satisfiesExactly(
            no -> assertThat(no).contains("Two licences are missing."),
            thrown -> assertThat(thrown).contains("No rules."),
            none -> assertThat(none).contains("no verdict"),
            slow -> assertThat(slow).contains("It did not end within"));
  }

  @Test
  void a_process_without_the_check_leaves_it_to_one_that_has_it() {
    assertThatThrownBy(() -> at(Where.CLEAN, Check.inProcess("look", "1")))
        .isInstanceOf(UnusableException.class)
        .hasMessage("This process has no check look@1.");
  }

  @Test
  void a_check_has_its_own_time_and_what_it_has_started_ends_with_it() throws Exception {
    Path alive = folder.resolve("alive");
    String hangs =
        "(while :; do touch '%s'; sleep 0.05; done) & echo before; sleep 1000".formatted(alive);

    CheckReport report =
        checks(check("hangs", hangs).withTimeout(BRIEF), check("slow", "sleep 3.5"));

    assertThat(report.results()).extracting(CheckResult::passed).containsExactly(false, true);
    assertThat(report.results().get(0).exitCode()).isNull();
    assertThat(report.results().get(0).digest()).contains("did not end within 3 s", "before");
    Files.deleteIfExists(alive);
    checks(check("waits", "sleep 0.3"));
    assertThat(alive).doesNotExist();
  }

  @Test
  void a_check_that_is_not_required_is_told_and_blocks_nothing() throws Exception {
    CheckReport report =
        checks(check("lint", "echo ugly; exit 1").withOptional(true).withCategory("lint"));

    assertThat(report.green()).isTrue();
    assertThat(report.red()).isEmpty();
    assertThat(report.results().get(0))
        .returns(false, CheckResult::passed)
        .returns(true, CheckResult::warns)
        .returns("Exit code 1.\nugly", CheckResult::digest);
    assertThat(report.results().get(0).more().category()).isEqualTo("lint");
  }

  @Test
  void what_belongs_to_a_later_phase_does_not_run_yet() throws Exception {
    CommandActivitiesImpl activities = activities();
    ChecksRequest all =
        request(
            Where.CLEAN,
            check("each", "true"),
            check("completion", "true").withPhase(Check.Phase.ON_COMPLETION),
            check("full", "true").withPhase(Check.Phase.FULL_LOOP));

    for (Check.Phase phase : Check.Phase.values()) {
      ChecksRequest request = all.withRequired(all.required().withUpTo(phase));
      assertThat(run(activities, request).results()).hasSize(phase.ordinal() + 1);
    }
  }

  @Test
  void a_check_that_is_red_where_it_was_green_and_green_again_is_flaky() throws Exception {
    CommandActivitiesImpl activities = activities();
    Path runs = folder.resolve("runs");
    Check second =
        check(
            "second",
            "echo x >> '%s'; [ $(wc -l < '%s') -ne 2 ] || { echo '1..1'; echo 'not ok 1 - clock'; exit 1; }"
                .formatted(runs, runs));
    run(activities, request(Where.WORKING_COPY, second));

    CheckReport clean = run(activities, request(Where.CLEAN, second).withReruns(1));

    CheckResult result = clean.results().get(0);
    assertThat(result).returns(true, CheckResult::passed).returns(true, CheckResult::clean);
    assertThat(result.more().flaky()).isTrue();
    assertThat(result.more().failures()).extracting(TestFailure::test).containsExactly("clock");
    assertThat(runs).hasContent("x\nx\nx");
    assertThat(run(activities, request(Where.CLEAN, second)).reused()).isTrue();
  }

  @Test
  void a_check_that_stays_red_or_never_was_green_there_is_not_flaky() throws Exception {
    CommandActivitiesImpl activities = activities();
    Path runs = folder.resolve("runs");
    Check needy = check("needy", "echo x >> '%s'; test -e ignored/made".formatted(runs));
    run(activities, request(Where.CLEAN, needy).withReruns(5));
    assertThat(runs).hasContent("x");
    Files.createDirectories(sandbox.file("ignored"));
    Files.writeString(sandbox.file("ignored/made"), "");
    run(activities, request(Where.WORKING_COPY, needy).withReruns(5));

    CheckReport clean = run(activities, request(Where.CLEAN, needy).withReruns(1));

    assertThat(clean.green()).isFalse();
    assertThat(runs).hasContent("x\nx\nx\nx");
  }

  @Test
  void a_report_that_a_check_leaves_is_read_and_an_older_one_is_not() throws Exception {
    String report =
        "<testsuite><testcase name=\"%s\" classname=\"a.T\"><failure message=\"no\"/></testcase></testsuite>";
    Files.createDirectories(sandbox.file("ignored/sub"));
    Files.writeString(sandbox.file("ignored/sub/old.xml"), report.formatted("old"));
    Files.setLastModifiedTime(
        sandbox.file("ignored/sub/old.xml"), FileTime.from(Instant.now().minusSeconds(5)));
    Check tests =
        check("tests", "echo '%s' > ignored/sub/new.xml; exit 1".formatted(report.formatted("new")))
            .withReports(List.of("ignored/**/*.xml"));

    CheckResult result = checks(tests).results().get(0);

    assertThat(result.more().failures()).containsExactly(new TestFailure("a.T.new", "", "no"));
    assertThat(result.digest()).isEqualTo("Exit code 1.\n1 test failed:\n- a.T.new: no");
  }

  @Test
  void what_failing_tests_are_told_of_many_checks_fits_into_an_outcome() throws Exception {
    StringBuilder tap = new StringBuilder("1..200\\n");
    for (int i = 0; i < 200; i++) {
      tap.append("not ok ").append(i).append(" - ").append("long name ".repeat(10)).append("\\n");
    }
    Check[] checks = new Check[12];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = check("check-" + i, "printf '" + tap + "'; exit 1");
    }

    CheckReport report = checks(checks);

    assertThat(new ObjectMapper().writeValueAsBytes(report).length).isLessThan(32 * 1024);
    assertThat(report.results())
        .allSatisfy(each -> assertThat(each.more().failures()).isNotEmpty());
  }

  @Test
  void the_tools_are_known_by_their_names_and_by_nothing_that_only_looks_like_them() {
    assertThat(ReportFiles.globs(check("m", "cd a && ./mvnw -q test"))).hasSize(2);
    assertThat(ReportFiles.globs(check("g", "./gradlew test"))).hasSize(1);
    assertThat(ReportFiles.globs(check("n", "./mvnwrapped; echo gradle-like"))).isEmpty();
  }

  private CommandActivitiesImpl activities() {
    return new CommandActivitiesImpl(
        sandbox.layout,
        sandbox.worktrees,
        sandbox.store,
        new PlanTexts(sandbox.store),
        InheritedEnvironment.ofThisProcess(),
        Preparation.none(sandbox.layout, Secrets.ofThisProcess()),
        own);
  }

  private ChecksRequest request(Where where, Check... checks) throws IOException {
    return new ChecksRequest(
        Sandbox.WORK,
        1,
        sandbox.state,
        new ChecksRequest.Required(List.of(checks), sandbox.plan(), ImmutableList.of()),
        new ChecksRequest.Bounds(sandbox.commit, Claims.WARN),
        Duration.ofMinutes(2),
        0,
        where);
  }

  private static CheckReport run(CommandActivitiesImpl activities, ChecksRequest request)
      throws Exception {
    return ObservedStep.lasting().perform(() -> activities.checks(request));
  }

  private static <T> T quietly(Callable<T> body) {
    try {
      return body.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private CheckReport at(Where where, Check... checks) throws Exception {
    return run(activities(), request(where, checks));
  }

  private CheckReport checks(Check... checks) throws Exception {
    return checks(Duration.ofMinutes(2), checks);
  }

  private CheckReport checks(Duration timeout, Check... checks) throws Exception {
    return checks(sandbox.state, List.of(checks), ImmutableList.of("unit"), timeout);
  }

  private CheckReport checks(TreeState state, List<String> units) throws Exception {
    return checks(state, ImmutableList.of(), units, Duration.ofMinutes(2));
  }

  private CheckReport checks(
      TreeState state, List<Check> checks, List<String> units, Duration timeout) throws Exception {
    ChecksRequest request =
        new ChecksRequest(
            Sandbox.WORK,
            4,
            state,
            new ChecksRequest.Required(checks, sandbox.plan(), units),
            new ChecksRequest.Bounds(sandbox.commit, Claims.WARN),
            timeout,
            0,
            Where.WORKING_COPY);
    return run(activities(), request);
  }
}
