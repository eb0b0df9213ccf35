package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.UpdateOptions;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunRequest;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.temporal.TemporalConnection.Tls;
import dev.aidp.temporal.WorkerVersion;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyChild;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever calls wrongly is told by an exception of Aidp's: what, and what to do. */
@Timeout(120)
class WrongCallsTest extends OnEachEngine {

  @TempDir Path folder;

  /** A request of nobody's. */
  private record Strange(String text) implements RunRequest<String> {

    @Override
    public RunKind kind() {
      return RunKind.LOOP;
    }

    @Override
    public @Nullable String base() {
      return null;
    }

    @Override
    public @Nullable String branch() {
      return null;
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }
  }

  private static void demandUsage(Map<String, ThrowingCallable> calls) {
    calls.forEach(
        (what, call) ->
            assertThat(catchThrowable(call))
                .as(what)
                .isInstanceOfSatisfying(
                    UsageException.class, e -> assertThat(e.remedy()).as(what).isNotBlank()));
  }

  private Aidp application(Engine engine) {
    return Aidp.open(
        SampleRepository.in(folder.resolve("repository")).top(),
        options(engine),
        Extensions.none()
            .workflow(Toy.run(toy -> toy.awaitHearing("go")))
            .activities(new RecordedSteps()));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_start_or_a_word_to_a_run_that_means_nothing(Engine engine) {
    try (Aidp aidp = application(engine)) {
      String name = engine.wireName();
      RunHandle run = aidp.start(ToyWorkflow.class, "toy", name, toy -> toy.run("x"));
      assertThat(run.update(ToyWorkflow.class, toy -> toy.ask("you")).join()).isNotEmpty();
      Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
      calls.put(
          "no id",
          () ->
              aidp.start(ToyWorkflow.class, StartOptions.defaults().on(name), toy -> toy.run("x")));
      calls.put("an unknown workflow", () -> aidp.start(ToyChild.class, "c", t -> t.run("x")));
      calls.put("no call", () -> aidp.start(ToyWorkflow.class, "c", toy -> "x"));
      calls.put("not its method", () -> aidp.start(ToyWorkflow.class, "c", t -> t.ask("x")));
      calls.put("no workflow", () -> aidp.start(Runnable.class, "c", one -> "x"));
      calls.put(
          "no request of ours", () -> aidp.start(new Strange("x"), StartOptions.id("s").on(name)));
      calls.put("no cursor", () -> run.events("nonsense", event -> {}));
      calls.put("another run's cursor", () -> run.events("7", event -> {}));
      calls.put("no query by name", () -> run.query("weather", "[]"));
      calls.put("no query", () -> run.query(ToyWorkflow.class, toy -> toy.ask("x")));
      calls.put("no JSON asked", () -> run.query("lines", "nonsense"));
      calls.put("no signal", () -> run.signal(ToyWorkflow.class, ToyWorkflow::lines));
      calls.put("no JSON told", () -> run.signal("say", "nonsense"));
      calls.put("no array", () -> run.signal("say", "{}"));
      calls.put("no update", () -> run.update(ToyWorkflow.class, ToyWorkflow::lines));
      calls.put(
          "no JSON sent", () -> run.update("ask", "nonsense", UpdateOptions.defaults()).join());

      demandUsage(calls);

      run.terminate();
      run.ended().join();
    }
  }

  @Test
  void a_value_that_cannot_be() {
    demandUsage(
        Map.of(
            "a memo of ours",
            () -> StartOptions.id("x").withMemo(Map.of("aidp-run", "x")),
            "a list of none",
            () -> RunFilter.all().limit(0),
            "fewer runs than none",
            () -> PrunePolicy.allBut(-1),
            "a pool without a place",
            () -> new PoolSizes(0, 1, 1),
            "a host that bears no turn",
            () -> new AidpOptions.ForWorker(PoolSizes.USUAL, Map.of("claude", 0), null),
            "no name",
            () -> new WorkerVersion("a.b", "1"),
            "half a pair",
            () -> new Tls(true, null, Path.of("cert.pem"), null, null)));
  }
}
