package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Update;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Runs toys on an engine; a subclass for each engine says how one is made. */
public abstract class ToyContract {

  static final long PATIENCE_SECONDS = 120;

  static final Duration MOMENT = Duration.ofMillis(50);

  static final Duration LONG = Duration.ofHours(1);

  final RecordedSteps steps = new RecordedSteps();

  private final List<Engine> engines = new ArrayList<>();

  private final String place = UUID.randomUUID().toString();

  final String id = "toy-" + UUID.randomUUID();

  private @Nullable Lines ended;

  /** For subclasses. */
  protected ToyContract() {}

  /** Returns where the engines of this test work: each goes on with the runs of those before. */
  protected final String place() {
    return place;
  }

  /**
   * Returns an engine that performs {@code activities} and runs {@code definitions} at {@link
   * #place}; it is closed after the test.
   */
  protected abstract Engine engine(List<WorkflowDefinition<?>> definitions, List<?> activities)
      throws Exception;

  /** Returns whether a run goes on with another worker; servers for tests need not manage that. */
  protected boolean outlivesItsWorker() {
    return true;
  }

  /** Whatever a run has done, its program comes out the same when it is run again. */
  @AfterEach
  final void replayAndClose() {
    try {
      if (ended != null) {
        Engine engine = engines.get(engines.size() - 1);
        engine.drain(Duration.ZERO); // nobody holds it in memory any more
        assertThat(engine.query(id, ToyWorkflow.class, ToyWorkflow::lines)).isEqualTo(ended);
      }
    } finally {
      engines.forEach(Engine::close);
    }
  }

  Engine engine(WorkflowDefinition<?>... definitions) throws Exception {
    return opened(List.of(definitions), List.of(steps));
  }

  /** Returns an engine that is closed after the test. */
  public final Engine opened(List<WorkflowDefinition<?>> definitions, List<?> activities)
      throws Exception {
    Engine engine = engine(definitions, activities);
    engines.add(engine);
    return engine;
  }

  Engine started(Toy.Program program) throws Exception {
    return started(program, child -> {});
  }

  Engine started(Toy.Program program, Toy.Program child) throws Exception {
    Engine engine = engine(Toy.run(program), Toy.child(child));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return engine;
  }

  Outcome<Lines> outcome(Engine engine) throws Exception {
    return engine.result(id, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  List<String> lines(Engine engine) throws Exception {
    ended = outcome(engine).orThrow();
    return ended.lines();
  }

  static CompletableFuture<Outcome<String>> ask(Engine engine, String id, String text) {
    return ask(engine, id, UUID.randomUUID().toString(), text);
  }

  static CompletableFuture<Outcome<String>> ask(
      Engine engine, String id, String update, String text) {
    return engine.update(id, new Update(update, "ask", Wire.json(List.of(text))));
  }

  static String answer(CompletableFuture<Outcome<String>> asked) throws Exception {
    String json = asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS).orThrow();
    return Wire.read(json, String.class);
  }

  static void say(Engine engine, String id, String text) {
    assertThat(engine.signal(id, ToyWorkflow.class, toy -> toy.say(text))).isTrue();
  }

  static String failed(FailureKind kind) {
    return new Outcome.Failed<>(new Failure(kind, "failed as told", RecordedSteps.RETRY_AT))
        .toString();
  }

  static String kind(Toy toy, Supplier<String> oneCall) {
    Outcome<String> outcome = toy.context().<String>start(oneCall).outcome();
    return ((Outcome.Failed<String>) outcome).failure().kind().name();
  }

  /** Goes on with another program in a process of its own. */
  Engine goOn(Toy.Program program) throws Exception {
    return goOn(Toy.run(program));
  }

  Engine goOn(WorkflowDefinition<ToyWorkflow> run) throws Exception {
    assumeTrue(outlivesItsWorker(), "its runs stay with the worker that has them");
    engines.remove(engines.size() - 1).close();
    Engine engine = engine(run);
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return engine;
  }

  void awaitStep(Engine engine, String key) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (engine.history(id).stream().noneMatch(e -> e.key().equals(key))) {
      assertThat(System.nanoTime()).as(key + " is recorded").isLessThan(end);
    }
  }

  void awaitLines(Engine engine, List<String> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> found;
    do {
      found = engine.query(id, ToyWorkflow.class, ToyWorkflow::lines).lines();
    } while (!found.equals(wanted) && System.nanoTime() < end);
    assertThat(found).isEqualTo(wanted);
  }
}
