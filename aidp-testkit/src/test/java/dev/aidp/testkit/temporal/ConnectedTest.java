package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.Runs;
import dev.aidp.StartOptions;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A process without a repository looks at runs and steers them, in Java. */
@Timeout(300)
class ConnectedTest extends OnEachEngine {

  @TempDir Path folder;

  private final String id = "release-" + UUID.randomUUID();
  private final RecordedSteps steps = new RecordedSteps();

  private static void greets(Toy toy) {
    toy.write(toy.commands().echo("hello " + toy.input()));
    toy.awaitHearing("go");
  }

  private Extensions extensions() {
    return Extensions.none().workflow(Toy.run(ConnectedTest::greets)).activities(steps);
  }

  private Aidp application(Engine engine) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    return Aidp.open(repository.top(), options(engine), extensions());
  }

  private RunHandle started(Aidp aidp) {
    StartOptions options = StartOptions.id(id).on("temporal").withMemo(Map.of("team", "core"));
    return aidp.start(ToyWorkflow.class, options, toy -> toy.run("you"));
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, mode = Mode.EXCLUDE, names = "NATIVE")
  void an_own_workflow_is_looked_at_told_and_asked(Engine engine) {
    try (Aidp aidp = application(engine);
        Runs runs = Aidp.connect(options(engine), extensions())) {
      String full = started(aidp).view().run().workflowId();
      RunHandle run = runs.run(String.valueOf(full));

      RunView view = run.view();
      assertThat(view.id()).isEqualTo(id);
      assertThat(view.kind()).isEqualTo("workflow");
      assertThat(view.standing().phase()).isEqualTo("AidpToy");
      assertThat(view.labels().memo()).containsEntry("team", "core");
      assertThat(run.adopt()).isFalse();
      assertThat(run.update(ToyWorkflow.class, toy -> toy.ask("me")).join()).isEqualTo("heard me");
      Await.until(() -> run.query("lines", "[]").contains("hello you"), "the first line");
      assertThat(run.retry(List.of()).changed()).isFalse();
      assertThat(run.signal(ToyWorkflow.class, toy -> toy.say("go")).changed()).isTrue();

      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines()).containsExactly("hello you");
      assertThat(run.history()).extracting(HistoryEntry::run).contains(id);
      assertThat(run.pause().changed()).isFalse();
      assertThatThrownBy(() -> runs.run(full + "-not")).isInstanceOf(NotFoundException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, mode = Mode.EXCLUDE, names = "NATIVE")
  void an_own_workflow_is_ended_and_begun_anew_by_whoever_has_it(Engine engine) {
    try (Aidp aidp = application(engine);
        Runs stranger = Aidp.connect(options(engine));
        Runs runs = Aidp.connect(options(engine), extensions())) {
      String full = String.valueOf(started(aidp).view().run().workflowId());
      RunHandle run = runs.run(full);
      Await.until(() -> run.query("lines", "[]").contains("hello you"), "the first line");

      assertThat(run.cancel().changed()).isTrue();
      assertThat(run.ended().join().state()).isEqualTo(RunState.CANCELLED);
      assertThatThrownBy(() -> stranger.run(full).retry(List.of()))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("AidpToy");
      assertThat(run.retry(List.of()).changed()).isTrue();
      assertThat(run.view().run().generation()).isEqualTo(2);
      assertThat(stranger.run(full).terminate().changed()).isTrue();

      assertThat(run.ended().join().state()).isEqualTo(RunState.CANCELLED);
    }
  }

  @Test
  void runs_are_listed_by_what_they_are_found_by() {
    Engine engine = Engine.DEV_SERVER;
    try (Aidp aidp = application(engine);
        Runs runs = Aidp.connect(options(engine))) {
      RunHandle run = started(aidp);
      RunFilter wanted = RunFilter.all().workflow("AidpToy").with("team", "core");
      Await.until(() -> ids(runs, wanted).contains(id), "it is seen");

      assertThat(runs.run(id).view().state()).isEqualTo(RunState.RUNNING);
      assertThat(runs.runs(wanted.in(RunState.RUNNING))).extracting(RunHandle::id).contains(id);
      assertThat(ids(runs, wanted.in(RunState.COMPLETED))).doesNotContain(id);
      assertThat(ids(runs, wanted.with("team", "other"))).doesNotContain(id);
      assertThat(ids(runs, RunFilter.all().kind("feature"))).doesNotContain(id);
      try (Runs own = aidp.onService()) {
        // Those that other clients have started on this server are of no repository.
        assertThat(own.views())
            .filteredOn(each -> String.valueOf(each.run().workflowId()).contains("/"))
            .extracting(RunView::id)
            .containsExactly(id);
      }
      assertThat(run.signal(ToyWorkflow.class, toy -> toy.say("go")).changed()).isTrue();
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
    }
  }

  @Test
  void a_run_that_is_encoded_hides_no_other_and_says_why_it_cannot_be_read() {
    TemporalConnection encoded =
        TemporalConnection.to(DevServer.shared().target()).withCodec(new XorCodec());
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    try (Aidp aidp =
            Aidp.open(repository.top(), AidpOptions.defaults().with(encoded), extensions());
        Runs runs = Aidp.connect(options(Engine.DEV_SERVER))) {
      RunHandle run = started(aidp);
      Await.until(() -> ids(runs, RunFilter.all()).contains(id), "it is seen");

      RunView seen =
          runs.views(RunFilter.all()).stream()
              .filter(each -> each.id().equals(id))
              .findFirst()
              .orElseThrow();
      assertThat(seen.state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(String.valueOf(seen.error())).contains("payload codec");
      assertThatThrownBy(() -> runs.run(id).view()).isInstanceOf(UnusableException.class);
      assertThat(run.signal(ToyWorkflow.class, toy -> toy.say("go")).changed()).isTrue();
      assertThat(run.ended().join().state()).isEqualTo(RunState.COMPLETED);
    }
  }

  private static List<String> ids(Runs runs, RunFilter filter) {
    return runs.views(filter).stream().map(RunView::id).toList();
  }

  @Test
  void another_clone_of_the_repository_retries_what_has_failed() throws IOException {
    SampleRepository seed = SampleRepository.in(folder.resolve("seed"));
    seed.bare(folder.resolve("hub.git"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    agent.coder("loop", Act.writes("done.txt", "x"));
    Path green = folder.resolve("green");
    try (Aidp first = clone(seed, "first")) {
      WorkLoopRequest request =
          WorkLoopRequest.of("Some task")
              .agentCommand(agent.command())
              .check("t", "test -f " + green)
              .set("limits.max_iterations", 1);
      RunHandle run = first.start(request, StartOptions.id("again").on("temporal"));
      assertThat(run.ended().join().state()).isEqualTo(RunState.FAILED);
    }
    Files.createFile(green);

    try (Aidp second = clone(seed, "second");
        Runs service = second.onService()) {
      RunHandle run = service.run("again");
      assertThat(run.view().state()).isEqualTo(RunState.FAILED);
      assertThat(run.retry(List.of()).changed()).isTrue();
      assertThat(run.adopt()).isTrue();

      RunView end = run.ended().join();
      assertThat(end.state()).isEqualTo(RunState.COMPLETED);
      assertThat(end.run().generation()).isEqualTo(2);
      assertThat(second.run("again").view().commit()).isEqualTo(end.commit());
    }
  }

  private Aidp clone(SampleRepository seed, String name) {
    String hub = folder.resolve("hub.git").toString();
    seed.git("clone", "--quiet", hub, folder.resolve(name).toString());
    AidpOptions options = options(Engine.DEV_SERVER);
    return Aidp.open(
        folder.resolve(name), options.withRepository(options.repository().withHub(hub)));
  }

  @Test
  void a_service_that_cannot_be_searched_says_so() {
    try (Runs runs = Aidp.connect(options(Engine.IN_MEMORY))) {
      assertThatThrownBy(runs::views)
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("cannot be searched");
      assertThatThrownBy(() -> runs.run("some-run"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("cannot be searched");
    }
  }
}
