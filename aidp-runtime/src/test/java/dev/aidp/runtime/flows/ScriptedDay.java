package dev.aidp.runtime.flows;

import static dev.aidp.failure.FailureKind.AUTH_EXPIRED;
import static dev.aidp.failure.FailureKind.RATE_LIMITED;
import static dev.aidp.failure.FailureKind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.health.CircuitBreakingAgent;
import dev.aidp.activities.health.HealthStore;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.flows.ScriptedProviders.Closed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** 40 units, three providers, and what their day is like; for whichever engine. */
final class ScriptedDay {

  static final int UNITS = 40;
  private static final int ITERATIONS = 18;

  /** More than the open windows allow comes of luck alone, and little of that. */
  private static final double MOST = 1.1;

  static final int LANES = 5;
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

  final ScriptedProviders providers;

  ScriptedDay(ScriptedProviders.Time time, long seed) {
    providers = new ScriptedProviders(time, DAY, ITERATIONS, seed);
  }

  /** Returns the activities, of which turns go through the memory in {@code folder}. */
  SmallWorld world(Path folder, Clock clock) {
    SmallWorld world = new SmallWorld();
    world.agents =
        new CircuitBreakingAgent(
            providers, work -> {}, new HealthStore(folder.resolve("providers")), clock);
    world.plans.put(
        "plan",
        new PlanGraph(
            "plan", IntStream.range(0, UNITS).mapToObj(i -> PlanNode.of("u" + i)).toList()));
    return world;
  }

  static FeatureWork request() {
    AgentChain chain = new AgentChain(CHAIN.stream().map(AgentChoice::provider).toList());
    RunSettings settings = RunSettings.of(Map.of(Role.CODER, chain), List.of(), Limits.defaults());
    return new FeatureWork("f", 1, "text", "plan", settings, "base", "aidp/f", null);
  }

  /** Everything was done, nothing twice, and in hardly more time than it needs. */
  void check(String name, FeatureState end, Instant at, double least) {
    System.out.printf(
        "The scripted day %s: done at %s, %.1f %% of what the open windows allow, %d crashes, %d hangs, %d turns in vain%n",
        name, at, 100 * throughput(at), providers.crashed, providers.hung, providers.inVain.size());
    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.units())
        .hasSize(UNITS)
        .allMatch(unit -> unit.state() == UnitState.MERGED && unit.tries().attempts() == 1);
    assertThat(providers.finished).hasSize(UNITS * ITERATIONS).values().containsOnly(1);
    assertThat(providers.crashed).isGreaterThan(UNITS * ITERATIONS / 40);
    assertThat(providers.hung).isPositive();
    assertThat(throughput(at)).isBetween(least, MOST);
    assertThat(providers.inVain).hasSizeLessThan(150);
  }

  /**
   * Returns how many turns came to their end, of those that could have: in all lanes, in the time
   * in which some provider was open, up to the end of the run, with as many crashes and hangs as
   * are usual.
   */
  private double throughput(Instant end) {
    long seconds = Duration.between(ScriptedProviders.MIDNIGHT, end).toSeconds();
    long open =
        IntStream.range(0, (int) seconds)
            .filter(second -> open(ScriptedProviders.MIDNIGHT.plusSeconds(second)))
            .count();
    double could = open * LANES / ScriptedProviders.secondsPerUsefulTurn();
    return providers.finished.size() / could;
  }

  private static boolean open(Instant time) {
    return CHAIN.stream()
        .anyMatch(provider -> DAY.stream().noneMatch(closed -> closed.at(provider, time)));
  }
}
