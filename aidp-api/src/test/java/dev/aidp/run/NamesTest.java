package dev.aidp.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.artifact.Artifact;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureWork;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workloop.UnitWork;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  private static final RunSettings SETTINGS = RunSettings.of("agent");
  private static final TreeState STATE = new TreeState("t", "h");
  private static final Work WORK = new Work("run", 1, "unit", 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../../victim",
        "a/b",
        "a\\b",
        "a b",
        "a\nb",
        "a\u0000b",
        "-a",
        "ä"
      })
  void no_name_of_a_run_a_unit_or_an_artifact_leads_elsewhere(String name) {
    refused(name, Names::run);
    refused(name, Names::unit);
    if (!name.equals("-a")) {
      refused(name, Names::file);
    }
  }

  private static void refused(String name, UnaryOperator<String> demand) {
    assertThatThrownBy(() -> demand.apply(name))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PERMANENT))
        .hasMessageContaining("is not");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Work.PLANNER,
        Work.MERGE,
        "_merge-2",
        Work.CLEAN,
        "_clean-17",
        "loop",
        "a",
        "a-b_c"
      })
  void units_and_what_aidp_names_like_them_pass(String name) {
    assertThat(Names.unit(name)).isEqualTo(name);
  }

  @Test
  void aidps_own_works_pass() {
    assertThat(Work.merging("Run_1-b", 1, 12).unit()).isEqualTo("_merge-12");
    assertThat(Work.clean("0", 3, 1).unit()).isEqualTo("_clean-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aidp/f-csv", "feature/ä#1", "a.b", "x@y", "a./b", "a/b/c-d+e"})
  void what_git_takes_for_a_branch_passes(String name) {
    assertThat(Names.branch(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "HEAD",
        "-d",
        "/a",
        "a/",
        "a//b",
        "a..b",
        ".a",
        "a/.b",
        "a.",
        "a.lock",
        "a.lock/b",
        "a@{1}",
        "a b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[",
        "a\\b",
        "a\ndelete refs/heads/main",
        "a\u007f"
      })
  void what_git_refuses_for_a_branch_is_refused(String name) {
    refused(name, Names::branch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--output=/etc/x",
        "a b",
        "a\nb",
        "a..b",
        "a^{/x}",
        "a~1",
        "HEAD:f",
        "@{u}",
        "a/b",
        "a;b",
        "$(b)"
      })
  void an_object_is_no_option_and_no_expression(String name) {
    refused(name, Names::object);
  }

  @Test
  void a_message_about_a_hostile_name_is_short_and_plain() {
    assertThatThrownBy(() -> Names.run("\u001b[2J" + "x".repeat(5_000)))
        .hasMessageStartingWith("'?[2Jxxx")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }

  static Stream<ThrowingCallable> hostile() {
    String evil = "../../victim";
    return Stream.of(
        () -> new Work(evil, 1, "u", 1),
        () -> new Work("run", 1, evil, 1),
        () -> work(evil, "unit", "base", "branch", null),
        () -> work("run", evil, "base", "branch", null),
        () -> work("run", "unit", "--output=x", "branch", null),
        () -> work("run", "unit", "base", "a b", null),
        () -> work("run", "unit", "base", "branch", "a\nb"),
        () -> new FeatureWork(evil, 1, "t", null, SETTINGS, "base", "branch", null),
        () -> new FeatureWork("run", 1, "t", null, SETTINGS, "-x", "branch", null),
        () -> new FeatureWork("run", 1, "t", null, SETTINGS, "base", "a..b", null),
        () -> merge(evil, "base", "branch"),
        () -> merge("run", "-x", "branch"),
        () -> merge("run", "base", "refs\nx"),
        () -> new UnitHead("a b", "commit"),
        () -> new UnitHead("a", "-x"),
        () -> new Commit(WORK, "-x", STATE, "branch", "plan", null),
        () -> new Commit(WORK, "start", STATE, "a\nb", "plan", null),
        () -> new TreeState("-x", "h"),
        () -> new TreeState("t", "a b"),
        () -> new Conflict("a", List.of(), List.of(), "tree", evil),
        () -> new Resolution(evil, List.of()),
        () -> new Artifact(evil, "name", "ref"),
        () -> new Artifact("a", evil, "ref"));
  }

  private static UnitWork work(
      String run, String unit, String base, String branch, String replaces) {
    return new UnitWork(
        run,
        1,
        "plan",
        PlanNode.of(unit),
        SETTINGS,
        new UnitWork.Into(base, branch, replaces),
        UnitWork.Given.NOTHING,
        UnitWork.Before.NOTHING);
  }

  private static MergeWork merge(String run, String base, String branch) {
    PlanGraph graph = new PlanGraph("plan", List.of());
    return new MergeWork(
        run,
        1,
        graph,
        List.of(),
        SETTINGS,
        new MergeWork.Into(base, branch, null, false),
        null,
        MergeWork.Known.NOTHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"release-7/fix", "../../victim", "order 12/ä", "-x", "__", "", "a/b/c.g2"})
  void any_id_of_an_engine_has_a_run_of_its_own(String id) {
    String run = Names.runOf(id);

    assertThat(Names.run(run)).isEqualTo(run).isNotEqualTo(Names.runOf(id + "x"));
    assertThat(Names.runOf(run)).isEqualTo(run);
    assertThat(Names.runOf(id.replace('/', '-') + "/")).isNotEqualTo(run);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void what_comes_from_outside_is_refused_where_it_enters(ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(UsageException.class);
  }
}
