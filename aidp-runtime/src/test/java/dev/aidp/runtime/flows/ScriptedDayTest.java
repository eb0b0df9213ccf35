package dev.aidp.runtime.flows;

import static dev.aidp.failure.FailureKind.AUTH_EXPIRED;
import static dev.aidp.failure.FailureKind.RATE_LIMITED;
import static dev.aidp.failure.FailureKind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.health.GuardedTurns;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Claims;
import dev.aidp.run.Limits;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.flows.ScriptedProviders.Closed;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.nativeengine.VirtualTime;
import dev.aidp.workflow.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day of three providers in virtual time: limits with resets, an expired login, an hour of
 * overload, crashes and hangs; the workflows, the engine and the memory of the providers' health
 * are the real ones.
 */
class ScriptedDayTest {

  private static final int UNITS = 40;
  private static final int ITERATIONS = 18;
  private static final int LANES = 5;
  private static final List<String> CHAIN = List.of("claude", "codex", "gemini");

  private static final List<Closed> DAY =
      List.of(
          Closed.of("claude", RATE_LIMITED, "2:00", "5:00"),
          Closed.of("claude", RATE_LIMITED, "9:00", "11:00"),
          Closed.of("claude", RATE_LIMITED, "18:00", "20:00"),
          Closed.of("codex", RATE_LIMITED, "3:00", "4:30"),
          Closed.of("codex", AUTH_EXPIRED, "8:00", "13:00"),
          Closed.of("codex", TRANSIENT, "18:30", "19:30"),
          Closed.of("gemini", RATE_LIMITED, "0:00", "9:30"),
          Closed.of("gemini", TRANSIENT, "14:00", "15:00"),
          Closed.of("gemini", RATE_LIMITED, "18:15", "19:40"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void forty_units_are_all_done_and_the_open_windows_are_used(long seed) {
    VirtualTime time = new VirtualTime(ScriptedProviders.MIDNIGHT);
    ScriptedProviders providers = new ScriptedProviders(time, DAY, ITERATIONS, seed);

    FeatureState end = run(time, providers);

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.units())
        .hasSize(UNITS)
        .allMatch(unit -> unit.state() == UnitState.MERGED && unit.attempts() == 1);
    assertThat(providers.finished).hasSize(UNITS * ITERATIONS).values().containsOnly(1);
    assertThat(providers.crashed).isGreaterThan(UNITS * ITERATIONS / 40);
    assertThat(providers.hung).isPositive();
    assertThat(used(providers, time.now())).isGreaterThan(0.95);
    assertThat(providers.inVain).hasSizeLessThan(150);
  }

  /**
   * Returns how long agents worked, those that crashed or hung included, of what the lanes had in
   * the time in which some provider was open, up to the end of the run.
   */
  private static double used(ScriptedProviders providers, Instant end) {
    long seconds = Duration.between(ScriptedProviders.MIDNIGHT, end).toSeconds();
    long open =
        IntStream.range(0, (int) seconds)
            .filter(second -> open(ScriptedProviders.MIDNIGHT.plusSeconds(second)))
            .count();
    return providers.worked.toSeconds() / (double) (open * LANES);
  }

  private static boolean open(Instant time) {
    return CHAIN.stream()
        .anyMatch(provider -> DAY.stream().noneMatch(closed -> closed.at(provider, time)));
  }

  private FeatureState run(VirtualTime time, ScriptedProviders providers) {
    SmallWorld world = new SmallWorld();
    world.agents = new GuardedTurns(providers, work -> {}, folder.resolve("providers"), time);
    world.plans.put(
        "plan",
        new PlanGraph(
            "plan", IntStream.range(0, UNITS).mapToObj(i -> PlanNode.of("u" + i)).toList()));
    try (Database database = Database.inMemory();
        NativeEngine engine = time.engine(database, world);
        time) {
      engine.start("f", FeatureOrchestrationWorkflow.class, feature -> feature.run(request()));
      CompletableFuture<Outcome<FeatureState>> result = engine.result("f", FeatureState.class);
      time.passUntil(result::isDone);
      return result.join().orThrow();
    }
  }

  private static FeatureRequest request() {
    AgentChain chain = new AgentChain(CHAIN.stream().map(AgentChoice::provider).toList());
    RunSettings settings =
        new RunSettings(
            Map.of(Role.CODER, chain),
            List.of(),
            Limits.defaults(),
            Strategy.MERGE,
            MinSuccess.defaults(),
            Claims.WARN);
    return new FeatureRequest("f", 1, "text", "plan", settings, "base", "aidp/f", null);
  }
}
