package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Evidence of a real run, whole and tampered with. */
@Timeout(300)
class VerifyTest {

  @TempDir Path folder;

  private SampleRepository repository;
  private String merged;
  private String unit;

  @BeforeEach
  void run() {
    repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    repository.write(
        ".aidp/plan.yml",
        """
        feature: x
        units:
          - {id: a, task: "Do a. ``` # not a title", checks: {own: "echo own; test -e a.txt"}}
          - {id: b, task: do b}
        """);
    Called called =
        aidp(
            "feature",
            "Some text",
            "--id",
            "one",
            "--plan",
            ".aidp/plan.yml",
            "--agent-command",
            agent.command(),
            "--check",
            "there=echo looked; test -e README.md",
            "--json");
    assertThat(called.code()).as(called.err()).isZero();
    merged = repository.commit("aidp/one");
    unit = repository.commit("aidp-units/one/a");
    assertThat(called.json().get("merge").get("evidence").asText()).hasSize(64);
  }

  @Test
  void what_was_not_touched_holds_offline_and_again() {
    Called called = aidp("verify", "aidp/one", "--rerun");

    assertThat(called.code()).as(called.out() + called.err()).isZero();
    assertThat(called.out())
        .contains(
            "ok  tree: " + repository.treeHash(merged),
            "ok  kind: a merged tree",
            "ok  check there: exit code 0 in a clean checkout of this tree",
            "ok  check a/own:",
            "ok  unit a:",
            "ok  description:",
            "ok  run: one recorded this evidence",
            "ok  rerun a/own: exit code 0 in a clean checkout")
        .doesNotContain("BAD");
    assertThat(repository.worktrees()).hasSize(1);
    assertThat(aidp("verify", unit).out()).contains("a unit's branch tip").doesNotContain("BAD");
    assertThat(repository.treeHash(merged)).isNotEqualTo(repository.treeHash(unit));
    assertThat(repository.files(merged).keySet()).noneMatch(path -> path.contains("evidence"));
  }

  @Test
  void the_file_says_who_did_what_and_the_status_where_it_is() throws IOException {
    JsonNode evidence = evidence(file(merged));
    JsonNode first = evidence.get("units").get(0);

    assertThat(evidence.get("schema").asInt()).isEqualTo(1);
    assertThat(evidence.get("subject").get("commit").asText()).isEqualTo(merged);
    assertThat(first.get("commit").asText()).isEqualTo(unit);
    assertThat(first.get("turns").get(0).get("prompt").asText()).hasSize(64);
    assertThat(evidence.get("checks").findValuesAsText("name")).containsExactly("there", "a/own");
    assertThat(evidence.get("checks").findValuesAsText("exit_code")).containsOnly("0");
    assertThat(evidence.get("checks").findValuesAsText("clean")).containsOnly("true");
    assertThat(aidp("status", "one").out())
        .contains(".aidp/evidence/" + merged + ".json", " in a clean checkout");
    assertThat(aidp("status", "one", "--json").json().get("clean_runs").asInt()).isPositive();
    assertThat(Files.readString(description()))
        .contains(
            "## Why",
            "Some text",
            "````text\nDo a. ``` # not a title\n````",
            "passed `there` in a clean checkout");
  }

  @Test
  void a_tampered_file_is_bad() throws IOException {
    Path file = file(merged);
    Files.writeString(file, Files.readString(file).replace("\"exit_code\":0", "\"exit_code\":1"));

    Called called = aidp("verify", merged, "--json");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.json().get("holds").asBoolean()).isFalse();
    assertThat(bad(merged))
        .anyMatch(line -> line.contains("differs from refs/aidp/_evidence/merge/"))
        .anyMatch(line -> line.contains("check there: did not pass"))
        .anyMatch(line -> line.contains("run: one recorded"));
  }

  @Test
  void a_check_that_was_green_in_a_working_copy_only_is_bad() throws IOException {
    Path file = file(merged);
    Files.writeString(file, Files.readString(file).replace("\"clean\":true", "\"clean\":false"));

    assertThat(bad(merged))
        .anyMatch(line -> line.contains("did not run in a clean checkout of this tree"));
  }

  @Test
  void a_file_that_is_no_evidence_is_bad_and_no_fault() throws IOException {
    for (String text : List.of("", "{}", "[1]", "{\"schema\":1,\"kind\":\"merge\"}", "\u0000")) {
      Files.writeString(file(merged), text);

      assertThat(bad(merged)).as(text).anyMatch(line -> line.contains("is not whole"));
    }
  }

  @Test
  void a_tampered_or_missing_output_prompt_or_description_is_bad() throws IOException {
    JsonNode evidence = evidence(file(merged));
    String output = evidence.get("checks").get(0).get("output").asText();
    String prompt = evidence.get("units").get(1).get("turns").get(0).get("prompt").asText();
    Files.writeString(artifact(output), "it was fine\n");
    Files.delete(artifact(prompt));
    Files.writeString(description(), "All is well.\n");

    assertThat(bad(merged))
        .anyMatch(line -> line.contains("check there: what is stored as " + output))
        .anyMatch(line -> line.contains("unit b: " + prompt + " is gone"))
        .anyMatch(line -> line.contains("description: is not what the evidence gives"));
  }

  @Test
  void a_check_that_the_evidence_hides_is_missed() throws IOException {
    Path file = file(merged);
    String text = Files.readString(file);
    int own = text.indexOf(",{\"name\":\"a/own\"");
    Files.writeString(file, text.substring(0, own) + text.substring(text.indexOf(']', own)));

    assertThat(bad(merged)).anyMatch(line -> line.contains("check a/own: is required by the plan"));
  }

  @Test
  void evidence_of_another_tree_is_bad() throws IOException {
    repository.git("commit", "-q", "--allow-empty", "-m", "another");
    String other = repository.commit("HEAD");
    Files.copy(file(merged), file(other));

    assertThat(bad(other))
        .anyMatch(line -> line.contains("commit: the evidence says " + merged))
        .anyMatch(line -> line.contains("tree: the evidence says"));
  }

  @Test
  void evidence_of_a_branch_tip_is_refused_for_a_merged_tree_and_the_other_way_round()
      throws IOException {
    String tip = Files.readString(units(unit));
    String whole = Files.readString(file(merged));
    Files.writeString(file(merged), tip.replace(unit, merged));
    Files.writeString(units(unit), whole);

    assertThat(bad(merged))
        .anyMatch(line -> line.contains("evidence of a unit's branch tip, and this is a merged"));
    assertThat(bad(unit))
        .anyMatch(line -> line.contains("evidence of a merged tree, and this is a unit's"));
    assertThat(aidp("verify", repository.commit("aidp-units/one/b")).code()).isZero();
    assertThat(aidp("verify", repository.commit("aidp-units/one/b"), "--merged").code())
        .isEqualTo(1);
  }

  @Test
  void where_there_is_none_it_is_4_and_no_commit_is_2() {
    assertThat(aidp("verify", "HEAD").code()).isEqualTo(4);
    assertThat(aidp("verify", "nothing").code()).isEqualTo(2);
    assertThat(aidp("verify").code()).isEqualTo(2);
  }

  @Test
  void a_clone_that_fetches_the_refs_can_look_and_run_the_checks_again() {
    Path clone = folder.resolve("clone");
    repository.git("clone", "-q", repository.top().toString(), clone.toString());
    SampleRepository there = SampleRepository.at(clone);
    assertThat(Called.aidp(clone, "verify", merged).code()).isEqualTo(4);
    there.git("fetch", "-q", "origin", "refs/aidp/_evidence/*:refs/aidp/_evidence/*");

    Called called = Called.aidp(clone, "verify", merged, "--rerun");

    assertThat(called.code()).as(called.out() + called.err()).isZero();
    assertThat(called.out())
        .contains("ok  tree", "--  plan", "ok  rerun there: exit code 0")
        .doesNotContain("BAD");
  }

  @Test
  void a_rollback_takes_the_branch_back_once_and_the_run_says_so() {
    Called called = aidp("rollback", "one", "merge");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("aidp/one, which pointed to " + merged + ", is removed");
    assertThat(repository.branches("aidp")).containsExactly("aidp-units/one/a", "aidp-units/one/b");
    JsonNode run = aidp("status", "one", "--json").json();
    assertThat(run.get("branch").isNull()).isTrue();
    assertThat(run.get("merge").get("rolled_back").isNull()).isFalse();
    assertThat(run.get("units").findValuesAsText("state")).containsOnly("completed");
    assertThat(aidp("status", "one").out()).contains("The merge was rolled back");
    assertThat(aidp("rollback", "one", "merge").code()).isEqualTo(1);
  }

  @Test
  void a_branch_that_somebody_has_moved_or_checked_out_is_not_rolled_back() {
    assertThat(aidp("rollback", "one", "iteration-3").code()).isEqualTo(4);
    repository.git("switch", "-q", "aidp/one");
    assertThat(aidp("rollback", "one", "merge").code()).isEqualTo(2);
    repository.git("commit", "-q", "--allow-empty", "-m", "more");
    String moved = repository.commit("HEAD");
    repository.git("switch", "-q", "main");

    Called called = aidp("rollback", "one", "merge");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("does not point to " + merged);
    assertThat(repository.commit("aidp/one")).isEqualTo(moved);
  }

  @Test
  void a_retry_after_a_rollback_merges_again_and_no_unit_works_again() {
    aidp("rollback", "one", "merge");

    Called called = aidp("retry", "one", "--json");

    assertThat(called.code()).as(called.err()).isZero();
    JsonNode run = called.json();
    assertThat(run.get("state").asText()).isEqualTo("completed");
    assertThat(run.get("merge").get("rolled_back").isNull()).isTrue();
    assertThat(run.get("units").findValuesAsText("attempts")).containsOnly("1");
    assertThat(run.get("units").findValuesAsText("commit"))
        .containsExactly(unit, repository.commit("aidp-units/one/b"));
    assertThat(repository.treeHash("aidp/one")).isEqualTo(repository.treeHash(merged));
    assertThat(aidp("verify", "aidp/one", "--merged").out()).doesNotContain("BAD");
    assertThat(aidp("rollback", "one", "merge").code()).isZero();
    assertThat(repository.branches("aidp/")).isEmpty();
  }

  @Test
  void who_planned_it_and_who_settled_its_conflicts_is_in_the_evidence_of_a_merge()
      throws IOException {
    ScriptedAgent agent =
        ScriptedAgent.in(folder.resolve("planning"))
            .planner(1, Act.nothing().saying("No idea."))
            .planner(
                0,
                Act.nothing()
                    .saying("```yaml")
                    .saying("feature: x")
                    .saying("units: [{id: left, task: l}, {id: right, task: r}]")
                    .saying("```"))
            .coder("left", Act.writes("both.txt", "left\n"))
            .coder("right", Act.writes("both.txt", "right\n"))
            .resolver(Act.writes("both.txt", "left\nright\n"));
    Called made = aidp("feature", "More", "--id", "two", "--agent-command", agent.command());
    assertThat(made.code()).as(made.err()).isZero();
    merged = repository.commit("aidp/two");

    JsonNode turns = evidence(file(merged)).get("merge").get("turns");

    assertThat(turns.findValuesAsText("role")).containsExactly("planner", "planner", "resolver");
    assertThat(turns.findValuesAsText("iteration")).containsExactly("1", "2", "1");
    assertThat(turns.findValuesAsText("agent")).containsOnly(agent.command());
    assertThat(turns.findValuesAsText("prompt")).hasSize(3).allMatch(hash -> hash.length() == 64);
    assertThat(aidp("verify", "aidp/two").out())
        .contains("ok  planner: 2 turns", "ok  resolver: 1 turn")
        .doesNotContain("BAD");
    Files.writeString(artifact(turns.get(2).get("prompt").asText()), "Please.\n");
    Files.delete(artifact(turns.get(0).get("reply").asText()));
    assertThat(bad(merged))
        .anyMatch(line -> line.contains("resolver: what is stored as"))
        .anyMatch(line -> line.contains("planner: ") && line.contains("is gone"));
  }

  @Test
  void a_merge_of_branches_leaves_evidence_that_no_tampering_survives() throws IOException {
    repository.git("branch", "release", "main");
    String release = mergeOfBranches("m");

    Called called = aidp("verify", "release", "--merged", "--rerun");

    assertThat(called.code()).as(called.out() + called.err()).isZero();
    assertThat(called.out())
        .contains(
            "ok  kind: a merged tree",
            "ok  check there:",
            "ok  unit left:",
            "ok  unit right:",
            "ok  run: m recorded this evidence",
            "ok  rerun there: exit code 0")
        .doesNotContain("BAD");
    JsonNode evidence = evidence(file(release));
    assertThat(evidence.get("merge").get("branch").asText()).isEqualTo("release");
    String output = evidence.get("checks").get(0).get("output").asText();
    String whole = Files.readString(file(release));

    Files.writeString(file(release), whole.replace(repository.treeHash(release), "0".repeat(40)));
    assertThat(bad(release)).anyMatch(line -> line.contains("tree: the evidence says 0000"));

    Files.writeString(file(release), whole.replace(repository.commit("left"), unit));
    assertThat(bad(release)).anyMatch(line -> line.contains("unit left: its commit has the tree"));

    Files.writeString(file(release), whole);
    Files.writeString(artifact(output), "it was fine\n");
    assertThat(bad(release)).anyMatch(line -> line.contains("what is stored as " + output));
  }

  @Test
  void a_merge_of_branches_is_rolled_back_and_merged_again() {
    repository.git("branch", "release", "main");
    String release = mergeOfBranches("m");

    assertThat(aidp("rollback", "m", "merge").out()).contains("release points to");
    assertThat(repository.commit("release")).isEqualTo(repository.commit("main"));
    Called again = aidp("retry", "m", "--json");

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.json().get("commit").asText()).isEqualTo(repository.commit("release"));
    assertThat(repository.treeHash("release")).isEqualTo(repository.treeHash(release));
  }

  /** Merges two branches into {@code release} and returns what it points to then. */
  private String mergeOfBranches(String id) {
    for (String name : List.of("left", "right")) {
      repository.git("switch", "-q", "-c", name, "main");
      repository.write(name + ".txt", name).commitAll(name);
    }
    repository.git("switch", "-q", "main");
    String check = "there=echo looked; test -e README.md";
    Called called =
        aidp("merge", "--into", "release", "left", "right", "--id", id, "--check", check);
    assertThat(called.code()).as(called.err()).isZero();
    return repository.commit("release");
  }

  private List<String> bad(String commit) {
    Called called = aidp("verify", commit);
    assertThat(called.code()).as(called.out() + called.err()).isEqualTo(1);
    return called.out().lines().filter(line -> line.startsWith("BAD")).toList();
  }

  private static JsonNode evidence(Path file) throws IOException {
    return new Called(0, Files.readString(file), "").json();
  }

  private Path file(String commit) {
    return repository.top().resolve(".aidp/evidence/" + commit + ".json");
  }

  private Path units(String commit) {
    return repository.top().resolve(".aidp/evidence/units/" + commit + ".json");
  }

  private Path description() {
    return repository.top().resolve(".aidp/evidence/" + merged + ".md");
  }

  private Path artifact(String ref) {
    return repository
        .top()
        .resolve(".aidp/artifacts/" + ref.substring(0, 2) + "/" + ref.substring(2));
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
