package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Interruption;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs by the command line, with agents that are processes. */
@Timeout(300)
class RunCommandsTest {

  private static final String PLAN =
      """
      feature: x
      units:
        - {id: a, task: do a}
        - {id: b, task: do b, depends_on: [a]}
      """;

  @TempDir Path folder;

  private SampleRepository repository;
  private ScriptedAgent agent;

  @BeforeEach
  void prepare() {
    repository = SampleRepository.in(folder.resolve("a repository"));
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  @Test
  void a_feature_ends_with_its_document() {
    repository.write(".aidp/plan.yml", PLAN);
    agent.coder("a", 1, Act.writes("wrong.txt", "x"));

    Called called =
        aidp(
            "feature",
            "Some text",
            "--json",
            "--plan",
            ".aidp/plan.yml",
            "--agent-command",
            agent.command(),
            "--check",
            "a=test -e a.txt || { echo missing; exit 1; }");

    JsonNode run = called.json();
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(run.get("id").asText()).isEqualTo("f-some-text");
    assertThat(run.get("state").asText()).isEqualTo("completed");
    assertThat(run.get("commit").asText()).isEqualTo(repository.commit("aidp/f-some-text"));
    assertThat(run.get("units").findValuesAsText("iterations")).containsExactly("2", "1");
    assertThat(run.get("merge").get("order").toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(run.get("error").isNull()).isTrue();
    assertThat(called.err())
        .contains("a: started", "merge: b joined (2 of 2)")
        .doesNotContain("\u001b");
    assertThat(aidp("status", "f-some-text", "--json").json().get("units"))
        .isEqualTo(run.get("units"));
    assertThat(aidp("status", "f-some-text", "--exit-code").code()).isZero();
    assertThat(aidp("history", "f-some-text", "--follow", "--json").out().lines())
        .containsExactlyInAnyOrderElementsOf(
            aidp("history", "f-some-text", "--json").out().lines().toList());
    assertThat(aidp("list", "--kind", "feature", "--state", "failed,completed", "--json").json())
        .hasSize(1);
    for (String none :
        new String[] {"--kind loop", "--state failed", "--since 1999-01-01 --kind merge"}) {
      assertThat(aidp(("list --json " + none).split(" ")).json()).as(none).isEmpty();
    }
    assertThat(aidp("list", "--since", "1h", "--limit", "1", "--json").json()).hasSize(1);
    for (String wrong : new String[] {"--kind x", "--state x", "--since x", "--limit 0"}) {
      assertThat(aidp(("list " + wrong).split(" ")).code()).as(wrong).isEqualTo(2);
    }
    JsonNode listed = aidp("--json", "list").json().get(0);
    assertThat(listed.has("units") || listed.has("merge")).isFalse();
    assertThat(aidp("logs", "f-some-text", "nobody").code()).isEqualTo(4);
    assertThat(aidp("history", "f-some-text", "--json").out().lines())
        .allMatch(l -> l.startsWith("{\"at\":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_run_is_told_and_asked_by_the_names_of_signals_and_queries(String engine) {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    String target = DevServer.shared().target();
    CompletableFuture<Called> loop =
        CompletableFuture.supplyAsync(
            () ->
                aidp(
                    "loop",
                    "Some task",
                    "--id",
                    "one",
                    "--engine",
                    engine,
                    "--target",
                    target,
                    "--agent-command",
                    agent.command()));
    gate.awaitReached();

    assertThat(aidp("signal", "one", "pause").out()).contains("pause");
    Await.until(() -> state().equals("paused"), "the pause");
    assertThat(aidp("query", "one", "status").json().at("/unit/state").asText())
        .isEqualTo("running");
    assertThat(aidp("query", "one", "weather"))
        .satisfies(
            called -> {
              assertThat(called.code()).isEqualTo(2);
              assertThat(called.err()).contains("weather");
            });
    assertThat(aidp("signal", "one", "say", "go").err()).contains("'go' is not JSON", "'\"go\"'");
    assertThat(aidp("query", "nobody", "status").code()).isEqualTo(4);
    assertThat(aidp("signal", "nobody", "pause").code()).isEqualTo(4);
    assertThat(aidp("update", "one", "publish"))
        .satisfies(
            called -> {
              assertThat(called.code()).isEqualTo(2);
              assertThat(called.err()).contains("refuses the update 'publish'");
            });
    assertThat(aidp("signal", "one", "resume").code()).isZero();
    gate.open();
    assertThat(loop.join().code()).isZero();
    assertThat(aidp("signal", "one", "pause").code()).isEqualTo(1);
    assertThat(aidp("update", "one", "publish"))
        .satisfies(
            called -> {
              assertThat(called.code()).isEqualTo(1);
              assertThat(called.err()).contains("has ended; nothing was changed");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void an_update_waits_for_its_outcome_and_shows_it(String engine) {
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    Extensions own = Extensions.none().workflow(AskedWorkflow.definition());
    try (Aidp application = Aidp.open(repository.top(), options, own)) {
      RunHandle run = application.start(AskedWorkflow.class, "asked", engine, a -> a.run("go"));

      Called asked = aidp("update", "asked", "ask", "\"hello\"");
      Called refused = aidp("update", "asked", "ask", "\"no\"", "--json");
      Called document = aidp("update", "asked", "ask", "\"go\"", "--json");

      assertThat(asked.code()).as(asked.err()).isZero();
      assertThat(asked.out()).contains("The update ask is performed.", "\"heard hello\"");
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.json().at("/error/message").asText()).contains("It does not take 'no'.");
      assertThat(document.json().at("/receipt/value").asText()).isEqualTo("heard go");
      assertThat(run.ended().join().ended()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_run_of_an_own_workflow_is_cancelled_listed_so_and_begun_anew(String engine) {
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    Extensions own = Extensions.none().workflow(AskedWorkflow.definition());
    try (Aidp application = Aidp.open(repository.top(), options, own)) {
      RunHandle run = application.start(AskedWorkflow.class, "asked", engine, a -> a.run("go"));
      assertThat(run.update(AskedWorkflow.class, a -> a.ask("hello")).join()).contains("hello");

      Called cancelled = aidp("cancel", "asked");

      assertThat(cancelled.code()).as(cancelled.err()).isZero();
      Await.until(() -> aidp("status", "asked", "--exit-code").code() == 130, "its end");
      assertThat(aidp("list", "--json").json().at("/0/state").asText()).isEqualTo("cancelled");
      assertThat(aidp("history", "asked").out()).contains("ended");
      assertThat(aidp("cancel", "asked").code()).isEqualTo(1);
      Called retried = aidp("retry", "asked");
      assertThat(retried.code()).as(retried.err()).isZero();
      assertThat(retried.out()).contains("generation 2", "waits for a process that has");
      assertThat(run.adopt()).isTrue();
      assertThat(aidp("cancel", "asked", "--now").code()).isZero();
      assertThat(run.ended().join().exitCode()).isEqualTo(130);
    }
  }

  private String state() {
    return aidp("status", "one", "--json").json().get("state").asText();
  }

  @Test
  void branches_are_merged_into_one_that_is_moved_forward() {
    branch("topic/one");
    branch("two");
    repository.git("branch", "release", "main");

    Called called =
        aidp("merge", "--into", "release", "topic/one", "two", "--check", "all=ls *.txt", "--json");

    JsonNode run = called.json();
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(run.get("kind").asText()).isEqualTo("merge");
    assertThat(run.get("branch").asText()).isEqualTo("release");
    assertThat(run.get("commit").asText()).isEqualTo(repository.commit("release"));
    assertThat(run.get("units").findValuesAsText("id")).containsExactly("topic/one", "two");
    assertThat(run.get("units").findValuesAsText("state")).containsExactly("merged", "merged");
    assertThat(repository.files("release")).containsKeys("topic-one.txt", "two.txt");
    assertThat(repository.git("rev-parse", "release^1^1")).isEqualTo(repository.commit("main"));
    assertThat(repository.refs().keySet())
        .filteredOn(ref -> ref.startsWith("refs/aidp/"))
        .containsExactly("refs/aidp/_evidence/merge/" + repository.commit("release"));
    String id = run.get("id").asText();
    assertThat(aidp("status", id).out()).contains("merge on the native engine", "topic/one");
    assertThat(aidp("logs", id).out()).contains("check all passed");
    assertThat(aidp("retry", id).code()).isEqualTo(1);
  }

  @Test
  void a_merge_that_cannot_be_is_refused_and_leaves_nothing() {
    branch("one");

    for (String[] words :
        new String[][] {
          {"--into", "main", "one"},
          {"--into", "new", "nobody"},
          {"--into", "new", "one", "one"},
          {"--into", "one", "one"},
          {"--into", "new", "--base", "nothing", "one"},
          {"--into", "new"},
          {"one"}
        }) {
      String[] call = new String[words.length + 1];
      call[0] = "merge";
      System.arraycopy(words, 0, call, 1, words.length);

      Called called = aidp(call);

      assertThat(called.code()).as(String.join(" ", call)).isEqualTo(2);
      assertThat(called.err()).as(String.join(" ", call)).contains("→");
    }
    assertThat(aidp("list", "--json").json()).isEmpty();
    assertThat(repository.branches("")).containsExactly("main", "one");
  }

  @Test
  void a_merge_that_failed_is_retried_once_a_resolver_is_there() {
    repository.write("both.txt", "base\n");
    repository.commitAll("both");
    for (String name : new String[] {"one", "two"}) {
      repository.git("switch", "--quiet", "--create", name, "main");
      repository.write("both.txt", name + "\n").commitAll(name);
      repository.git("switch", "--quiet", "main");
    }

    Called failed = aidp("merge", "--into", "new", "one", "two", "--id", "m", "--json");
    Called again = aidp("merge", "--into", "new", "one", "two", "--id", "m", "--json");
    Called other = aidp("merge", "--into", "new", "two", "--id", "m");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.json().get("units").findValuesAsText("state"))
        .containsExactly("completed", "completed");
    assertThat(failed.json().get("merge").get("left_out").get(0).get("reason").asText())
        .isEqualTo("conflict");
    assertThat(again.json().get("units")).isEqualTo(failed.json().get("units"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("list of branches");
    assertThat(aidp("retry", "m", "--json").json().get("state").asText()).isEqualTo("failed");
    assertThat(repository.branches("new")).isEmpty();
  }

  private void branch(String name) {
    repository.git("switch", "--quiet", "--create", name, "main");
    repository.write(name.replace('/', '-') + ".txt", name + "\n").commitAll("work on " + name);
    repository.git("switch", "--quiet", "main");
  }

  @Test
  void steering_a_final_run_changes_nothing_and_says_so() {
    assertThat(loop("--id", "one").code()).isZero();

    for (String verb : new String[] {"pause", "resume", "cancel"}) {
      Called called = aidp(verb, "one");

      assertThat(called.code()).as(verb).isEqualTo(1);
      assertThat(called.err()).as(verb).contains("completed");
      assertThat(called.out()).as(verb).isEmpty();
    }
    assertThat(aidp("inject", "one", "text").code()).isEqualTo(1);
    assertThat(aidp("retry", "one", "nobody").code()).isEqualTo(4);
  }

  @Test
  void the_same_start_attaches_and_another_one_is_refused() {
    assertThat(loop("--id", "one").code()).isZero();

    assertThat(loop("--id", "one").code()).isZero();
    assertThat(agent.calls()).hasSize(1);
    Called other = loop("--id", "one", "--max-iterations", "7", "--json");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.json().get("error").get("code").asInt()).isEqualTo(2);
    assertThat(loop("--id", "ONE").code()).isEqualTo(2);
  }

  @Test
  void a_run_whose_budget_is_spent_waits_and_goes_on_with_a_larger_one() {
    Act costs = Act.nothing().shell("echo cost_usd=0.5 >> \"$AIDP_ARTIFACTS/usage\"");
    agent
        .coder("loop", 1, costs.saying("Not yet."))
        .coder("loop", costs.then(Act.writes("done.txt", "x")));

    Called spent = loop("--id", "dear", "--budget-usd", "0.5", "--json");

    assertThat(spent.code()).as(spent.err()).isEqualTo(6);
    assertThat(spent.json().get("state").asText()).isEqualTo("waiting");
    assertThat(spent.json().get("error").get("remedy").asText())
        .contains("aidp resume dear --budget-usd X");
    Called status = aidp("status", "dear", "--exit-code");
    assertThat(status.code()).isEqualTo(6);
    assertThat(status.out())
        .contains("waiting", "$0.50 of its budget of $0.50", "aidp resume dear --budget-usd X");
    assertThat(aidp("resume", "dear").code()).isEqualTo(6);
    assertThat(aidp("resume", "dear", "--budget-usd", "lots").code()).isEqualTo(2);
    assertThat(loop("--id", "dear", "--budget-usd", "2").code()).isEqualTo(2);
    Called raised = aidp("resume", "dear", "--budget-usd", "2", "--json");
    assertThat(raised.code()).as(raised.err()).isZero();
    assertThat(raised.json().get("spent").get("cost_usd").asDouble()).isEqualTo(1.0);
    assertThat(agent.calls()).hasSize(2);
  }

  @Test
  void a_secret_is_refused_in_a_command_and_never_printed() {
    Map<String, String> secret = Map.of("SOME_TOKEN", "correct-horse-battery");

    Called called =
        Called.aidp(
            repository.top(), secret, new Interruption(), "status", "correct-horse-battery");

    assertThat(called.code()).isEqualTo(4);
    assertThat(called.err()).contains("***").doesNotContain("correct-horse");
  }

  @Test
  void an_unknown_run_is_4() {
    for (String verb :
        new String[] {"status", "logs", "history", "pause", "resume", "cancel", "retry"}) {
      Called called = aidp(verb, "nobody", "--json");

      assertThat(called.code()).as(verb).isEqualTo(4);
      assertThat(called.json().get("error").get("code").asInt()).as(verb).isEqualTo(4);
    }
  }

  @Test
  void an_interrupted_run_goes_on_with_resume() {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    Interruption interruption = new Interruption();
    CompletableFuture<Called> first =
        CompletableFuture.supplyAsync(
            () ->
                Called.aidp(
                    repository.top(),
                    Map.of(),
                    interruption,
                    loopArguments("--id", "one", "--json")));
    gate.awaitReached();

    interruption.by("SIGTERM");

    Called interrupted = first.join();
    assertThat(interrupted.code()).isEqualTo(130);
    assertThat(interrupted.json().get("state").asText()).isEqualTo("interrupted");
    assertThat(interrupted.err()).contains("interrupted by SIGTERM", "aidp resume one");
    assertThat(agent.living()).isEmpty();
    assertThat(aidp("status", "one", "--exit-code").code()).isEqualTo(7);

    gate.open();
    Called resumed = aidp("resume", "one");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("branch  aidp/one");
  }

  @Test
  void whoever_only_watches_leaves_the_run_alone() {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));
    CompletableFuture<Called> owner = CompletableFuture.supplyAsync(() -> loop("--id", "one"));
    gate.awaitReached();
    Interruption interruption = new Interruption();
    interruption.by("SIGINT");

    Called watcher =
        Called.aidp(repository.top(), Map.of(), interruption, loopArguments("--id", "one"));

    assertThat(watcher.code()).isEqualTo(130);
    assertThat(watcher.err()).contains("goes on in the process that owns it");
    gate.open();
    assertThat(owner.join().code()).isZero();
  }

  @Test
  void a_detached_run_is_owned_by_a_process_of_its_own() {
    Gate gate = agent.gate("slow");
    agent.coder("loop", Act.writes("done.txt", "x").waitingAt(gate));

    Called started = loop("--id", "one", "--detach");

    assertThat(started.code()).as(started.err()).isZero();
    assertThat(started.out()).isEqualTo("one\n");
    assertThat(aidp("status", "one", "--json").json().get("state").asText()).isEqualTo("running");
    gate.awaitReached();
    assertThat(aidp("cancel", "one").code()).isZero();
    Await.until(() -> aidp("status", "one", "--exit-code").code() == 130, "the run is cancelled");
  }

  @Test
  void what_a_detached_start_refuses_is_refused_here() {
    Called called = loop("--base", "no-such-ref", "--detach", "--json");

    assertThat(called.code()).isEqualTo(2);
    assertThat(called.json().get("error").get("message").asText()).contains("no-such-ref");
    assertThat(aidp("list", "--json").json()).isEmpty();
  }

  @Test
  void a_worker_stops_when_it_is_told_to() {
    Interruption interruption = new Interruption();
    interruption.by("SIGTERM");

    Called called =
        Called.aidp(repository.top(), Map.of(), interruption, "worker", "--drain", "1s");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.err()).contains("taking nothing new", "stopped");
  }

  @Test
  void a_stopped_worker_says_so_in_a_document() {
    Interruption interruption = new Interruption();
    interruption.by("SIGTERM");

    Called called = Called.aidp(repository.top(), Map.of(), interruption, "worker", "--json");

    assertThat(called.json().get("stopped_by").asText()).isEqualTo("SIGTERM");
  }

  @Test
  void what_is_all_in_the_branch_is_not_retried() {
    assertThat(loop("--id", "one").code()).isZero();

    Called called = aidp("retry", "one", "--json");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.json().get("generation").asInt()).isEqualTo(1);
    assertThat(called.json().get("receipt").get("changed").asBoolean()).isFalse();
  }

  @Test
  void a_run_that_failed_says_how_to_go_on() {
    agent.coder("loop", Act.writes("done.txt", "x"));

    Called called = loop("--id", "one", "--json", "--check", "no=false", "--max-iterations", "1");

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.json().get("error").get("remedy").asText()).contains("aidp retry one");
  }

  @Test
  void a_list_shows_the_others_where_a_server_is_not_there() throws Exception {
    assertThat(loop("--id", "one").code()).isZero();
    assertThat(loop("--id", "two").code()).isZero();
    try (var database =
            DriverManager.getConnection(
                "jdbc:sqlite:" + repository.top().resolve(".aidp/aidp.db"));
        var statement = database.createStatement()) {
      statement.execute("UPDATE registry SET engine='temporal', finished=NULL WHERE key='two'");
    }

    Called called = aidp("list", "--json", "--target", "127.0.0.1:1");

    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.json().findValuesAsText("id")).containsExactly("two", "one");
    assertThat(called.json().findValuesAsText("state")).containsExactly("interrupted", "completed");
    assertThat(called.json().get(0).get("error").get("message").asText()).contains("127.0.0.1:1");
    assertThat(aidp("list", "--target", "127.0.0.1:1").err()).contains("not all could be asked");
  }

  private Called loop(String... further) {
    return aidp(loopArguments(further));
  }

  private String[] loopArguments(String... further) {
    java.util.List<String> arguments = new java.util.ArrayList<>();
    arguments.addAll(java.util.List.of("loop", "Some task", "--agent-command", agent.command()));
    arguments.addAll(java.util.List.of(further));
    return arguments.toArray(String[]::new);
  }

  private Called aidp(String... arguments) {
    return Called.aidp(repository.top(), arguments);
  }
}
