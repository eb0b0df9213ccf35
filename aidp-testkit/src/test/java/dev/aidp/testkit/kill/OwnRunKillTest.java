package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.EventSubscription;
import dev.aidp.RunEvent;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A workflow of an application's own outlives its process, as Aidp's do. */
@Timeout(300)
class OwnRunKillTest {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("dev.aidp.testkit.suite.Portion#natively")
  void a_worker_goes_on_with_it_and_repeats_no_step(String engine) throws Exception {
    Path repository = SampleRepository.in(folder.resolve("repository")).top();
    String target = DevServer.shared().target();
    ChildJvm first =
        ChildJvm.start(
            OneOwnRun.class, folder.resolve("log"), List.of(repository.toString(), engine, target));
    RecordedSteps steps = new RecordedSteps();
    try (Aidp aidp = OneOwnRun.open(repository, target, steps)) {
      Await.until(() -> said(aidp).contains("hello you"), "the first step");
      List<RunEvent> heard = new CopyOnWriteArrayList<>();
      EventSubscription events = aidp.run(OneOwnRun.ID).events(RunEvent.BEGINNING, heard::add);
      Await.until(() -> !heard.isEmpty(), "an event of another process's run");
      first.kill();

      aidp.work(engine);
      RunHandle run = aidp.run(OneOwnRun.ID);
      run.signal(ToyWorkflow.class, toy -> toy.say("go"));

      Await.until(() -> run.view().ended(), "the end, by the worker");
      assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.result(ToyWorkflow.Lines.class).join().lines())
          .containsExactly("hello you", "bye");
      assertThat(steps.performed()).containsExactly("echo bye");
      events.ended().join();
      assertThat(heard).extracting(RunEvent::entry).isEqualTo(run.history());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.aidp.testkit.suite.Portion#onTemporal")
  void the_outcome_of_an_update_comes_from_whoever_takes_its_run_over(String engine)
      throws Exception {
    Path repository = SampleRepository.in(folder.resolve("repository")).top();
    String target = DevServer.shared().target();
    ChildJvm first =
        ChildJvm.start(
            OneOwnRun.class, folder.resolve("log"), List.of(repository.toString(), engine, target));
    RecordedSteps steps = new RecordedSteps();
    try (Aidp aidp = OneOwnRun.open(repository, target, steps)) {
      Await.until(() -> said(aidp).contains("hello you"), "the first step");
      RunHandle run = aidp.run(OneOwnRun.ID);
      CompletableFuture<String> asked = run.update(ToyWorkflow.class, toy -> toy.ask("accepted"));
      Await.until(() -> said(aidp).contains("accepted"), "the step of the update");
      first.kill();

      aidp.work(engine);
      run.signal(ToyWorkflow.class, toy -> toy.say("on"));

      assertThat(asked.join()).isEqualTo("accepted!");
      run.signal(ToyWorkflow.class, toy -> toy.say("go"));
      Await.until(() -> run.view().ended(), "the end, by the worker");
      assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
      assertThat(steps.performed()).containsExactly("echo !", "echo bye");
    }
  }

  private static List<String> said(Aidp aidp) {
    try {
      return aidp.run(OneOwnRun.ID).query(ToyWorkflow.class, ToyWorkflow::lines).lines();
    } catch (NotFoundException e) {
      return List.of(); // it has not begun yet
    }
  }
}
