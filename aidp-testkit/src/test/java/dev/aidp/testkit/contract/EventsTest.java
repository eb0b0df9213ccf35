package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.EventSubscription;
import dev.aidp.Extensions;
import dev.aidp.RunEvent;
import dev.aidp.RunHandle;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyChild;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import dev.aidp.workflow.Promise;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever listens to a run hears all that is recorded of it, once, and may go on elsewhere. */
@Timeout(300)
class EventsTest extends OnEachEngine {

  @TempDir Path folder;
  private SampleRepository repository;
  private final List<RunEvent> heard = new CopyOnWriteArrayList<>();

  @BeforeEach
  void make_repository() {
    repository = SampleRepository.in(folder.resolve("repository"));
  }

  private Aidp application(Engine engine) {
    return Aidp.open(
        repository.top(),
        options(engine),
        Extensions.none()
            .workflow(Toy.run(EventsTest::work))
            .workflow(Toy.child(EventsTest::part))
            .activities(new RecordedSteps()));
  }

  private static void work(Toy toy) {
    Promise<?> one = part(toy, "one");
    Promise<?> other = part(toy, "other");
    toy.write(toy.command("hello").echo("hello"));
    toy.awaitHearing("go");
    one.get();
    other.get();
    toy.write(toy.command("bye").echo("bye"));
  }

  private static Promise<ToyWorkflow.Lines> part(Toy toy, String name) {
    return toy.context().child(ToyChild.class, name).start(child -> child.run(name));
  }

  private static void part(Toy toy) {
    for (int i = 0; i < 5; i++) {
      toy.write(toy.command("part-" + i).echo(toy.input() + i));
    }
  }

  private static RunHandle started(Aidp aidp, Engine engine) {
    return aidp.start(ToyWorkflow.class, "release-7", engine.wireName(), toy -> toy.run("you"));
  }

  private void awaitStep(String key) {
    Await.until(
        () -> heard.stream().anyMatch(event -> event.entry().key().equals(key)), key + " is heard");
  }

  private void assertAllHeard(RunHandle run) {
    List<HistoryEntry> whole = run.history();
    assertThat(heard).extracting(RunEvent::entry).containsExactlyInAnyOrderElementsOf(whole);
    for (String part : List.of("release-7", "release-7/one", "release-7/other")) {
      assertThat(heard.stream().map(RunEvent::entry).filter(e -> e.run().equals(part)))
          .containsExactlyElementsOf(whole.stream().filter(e -> e.run().equals(part)).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void each_event_is_told_once_until_the_end(Engine engine) {
    try (Aidp aidp = application(engine)) {
      RunHandle run = started(aidp, engine);
      EventSubscription events = run.events(RunEvent.BEGINNING, heard::add);
      awaitStep("hello");
      assertThat(events.ended()).isNotDone();

      run.signal("say", "[\"go\"]");

      events.ended().join();
      assertThat(heard.get(heard.size() - 1).entry().kind()).isEqualTo(HistoryEntry.Kind.ENDED);
      assertAllHeard(run);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void another_process_goes_on_after_the_cursor_that_was_kept(Engine engine) {
    try (Aidp aidp = application(engine)) {
      RunHandle run = started(aidp, engine);
      try (Aidp other = application(engine)) {
        EventSubscription events = other.run("release-7").events(RunEvent.BEGINNING, heard::add);
        awaitStep("hello");
        events.close();
        assertThat(events.ended()).isCompletedExceptionally();
      }
      int before = heard.size();
      run.signal("say", "[\"go\"]");
      run.ended().join();
      assertThat(heard).hasSize(before);

      try (Aidp another = application(engine)) {
        String kept = heard.get(before - 1).cursor();
        another.run("release-7").events(kept, heard::add).ended().join();
      }
      assertAllHeard(run);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void it_goes_on_after_whichever_event(Engine engine) {
    try (Aidp aidp = application(engine)) {
      RunHandle run = started(aidp, engine);
      run.signal("say", "[\"go\"]");
      run.events(RunEvent.BEGINNING, heard::add).ended().join();
      List<RunEvent> all = List.copyOf(heard);
      for (int split = 0; split < all.size(); split++) {
        heard.clear();
        heard.addAll(all.subList(0, split + 1));
        run.events(all.get(split).cursor(), heard::add).ended().join();
        assertAllHeard(run);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NATIVE")
  void the_callers_executor_tells_and_what_a_listener_throws_ends_it(Engine engine)
      throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
    List<String> threads = new CopyOnWriteArrayList<>();
    try (Aidp aidp = application(engine)) {
      RunHandle run = started(aidp, engine);
      EventSubscription events =
          run.events(
              RunEvent.BEGINNING,
              event -> {
                threads.add(Thread.currentThread().getName());
                if (event.entry().key().equals("hello")) {
                  throw new IllegalStateException("enough");
                }
              },
              executor);

      assertThatThrownBy(() -> events.ended().join())
          .isInstanceOf(CompletionException.class)
          .hasRootCauseMessage("enough");
      assertThat(threads).containsOnly("mine");
      assertThatThrownBy(() -> run.events("nonsense", heard::add))
          .isInstanceOf(UsageException.class);
      run.signal("say", "[\"go\"]");
      run.ended().get(180, TimeUnit.SECONDS);
    } finally {
      executor.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void who_closes_aidp_ends_it(Engine engine) {
    EventSubscription events;
    try (Aidp aidp = application(engine)) {
      events = started(aidp, engine).events(RunEvent.BEGINNING, heard::add);
      awaitStep("hello");
    }
    assertThat(events.ended()).isCompletedExceptionally();
  }
}
