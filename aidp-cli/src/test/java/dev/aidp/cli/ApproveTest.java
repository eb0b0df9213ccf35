package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A merge that waits for a person, whose owner has left meanwhile. */
@Timeout(300)
class ApproveTest {

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
    repository.write(".aidp/plan.yml", "feature: x\nunits: [{id: a, task: do a}]\n");
  }

  @Test
  void the_foreground_leaves_with_6_and_says_what_to_do() {
    Called called = feature("--json");

    assertThat(called.code()).as(called.err()).isEqualTo(6);
    assertThat(called.json().get("state").asText()).isEqualTo("waiting");
    assertThat(called.json().get("waiting").get("reason").asText()).isEqualTo("approval");
    assertThat(called.json().get("error").get("code").asInt()).isEqualTo(6);
    assertThat(called.json().get("error").get("remedy").asText()).contains("aidp approve one");
    assertThat(repository.branches("aidp")).doesNotContain("aidp/one");
    Called status = aidp("status", "one", "--exit-code");
    assertThat(status.code()).isEqualTo(6);
    assertThat(status.out()).contains("one: waiting", "git diff", "aidp reject one");
  }

  @Test
  void an_approval_goes_on_with_it_and_publishes() {
    feature();

    Called called = aidp("approve", "one");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("one: completed");
    assertThat(repository.branches("aidp")).contains("aidp/one");
    assertThat(aidp("approve", "one").code()).isEqualTo(1);
  }

  @Test
  void a_rejection_ends_it_at_once_and_keeps_the_units_branches() {
    feature();

    Called called = aidp("reject", "one", "too late", "--json");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.json().get("state").asText()).isEqualTo("failed");
    assertThat(called.json().get("error").get("message").asText()).contains("too late");
    assertThat(repository.branches("aidp")).contains("aidp-units/one/a").doesNotContain("aidp/one");
  }

  @Test
  void the_same_start_again_waits_again_and_another_one_is_refused() {
    feature();

    assertThat(feature().code()).isEqualTo(6);
    Called other = start();
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("approve merge");
  }

  @Test
  void who_waits_for_nothing_is_not_approved() {
    assertThat(start().code()).isZero();

    Called called = aidp("approve", "one");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("waits for no approval");
    assertThat(aidp("approve", "nobody").code()).isEqualTo(4);
    assertThat(aidp("feature", "x", "--approve", "everything").code()).isEqualTo(2);
    assertThat(aidp("loop", "x", "--agent-command", "true", "--approve", "merge").code())
        .isEqualTo(2);
  }

  @Test
  void a_merge_of_branches_waits_if_the_configuration_or_the_option_says_so() {
    String main = repository.commit("main");
    repository.git("branch", "release", "main");
    repository.git("branch", "other", "main");
    repository.git("switch", "-q", "-c", "topic");
    repository.write("topic.txt", "x").commitAll("topic");
    repository.git("switch", "-q", "main");
    repository.write(".aidp/aidp.yml", "merge: {approve: true}\n");

    Called held = aidp("merge", "--into", "release", "topic", "--id", "m", "--json");

    assertThat(held.code()).as(held.err()).isEqualTo(6);
    assertThat(held.json().get("state").asText()).isEqualTo("waiting");
    assertThat(held.json().get("waiting").get("reason").asText()).isEqualTo("approval");
    assertThat(repository.commit("release")).isEqualTo(main);
    assertThat(aidp("status", "m").out()).contains("m: waiting", "git diff", "aidp reject m");
    assertThat(aidp("merge", "--into", "release", "topic", "--id", "m").code()).isEqualTo(6);
    Called approved = aidp("approve", "m", "--json");
    assertThat(approved.code()).as(approved.err()).isZero();
    assertThat(approved.json().get("state").asText()).isEqualTo("completed");
    assertThat(approved.json().get("commit").asText()).isEqualTo(repository.commit("release"));
    assertThat(repository.commit("release^2")).isEqualTo(repository.commit("topic"));

    repository.write(".aidp/aidp.yml", "");
    Called asked = aidp("merge", "--into", "other", "topic", "--id", "n", "--approve", "merge");
    assertThat(asked.code()).as(asked.err()).isEqualTo(6);
    Called rejected = aidp("reject", "n", "too late", "--json");
    assertThat(rejected.json().get("state").asText()).isEqualTo("failed");
    assertThat(rejected.json().get("branch").isNull()).isTrue();
    assertThat(repository.commit("other")).isEqualTo(main);
  }

  private Called feature(String... further) {
    String[] arguments = new String[further.length + 2];
    arguments[0] = "--approve";
    arguments[1] = "merge";
    System.arraycopy(further, 0, arguments, 2, further.length);
    return start(arguments);
  }

  private Called start(String... further) {
    String[] all = {
      "feature",
      "Some text",
      "--id",
      "one",
      "--plan",
      ".aidp/plan.yml",
      "--agent-command",
      agent.command(),
      "--check",
      "there=test -e a.txt"
    };
    String[] arguments = new String[all.length + further.length];
    System.arraycopy(all, 0, arguments, 0, all.length);
    System.arraycopy(further, 0, arguments, all.length, further.length);
    return aidp(arguments);
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
