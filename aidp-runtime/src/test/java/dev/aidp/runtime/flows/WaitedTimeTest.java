package dev.aidp.runtime.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
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
import dev.aidp.run.UnitTimes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.nativeengine.VirtualTime;
import dev.aidp.workflow.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a unit took is how long it worked, in virtual time. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class WaitedTimeTest {

  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant RESET = START.plus(Duration.ofHours(3));
  private static final Duration TURN = Duration.ofMinutes(20);

  private final VirtualTime time = new VirtualTime(START);
  private final Database database = Database.inMemory();
  private final SmallWorld world = new SmallWorld();
  private final NativeEngine engine = time.engine(database, world);

  @AfterEach
  void close() {
    time.close();
    engine.close();
    database.close();
  }

  @Test
  void the_end_of_a_limit_of_a_plain_command_is_waited_for() {
    world.agents = request -> limited(request) ? refused(request) : worked(request);

    UnitTimes times = end(AgentChain.command("agent"));

    assertThat(times.waited()).isEqualTo(Duration.ofHours(3));
    assertThat(worked(times)).isEqualTo(TURN);
  }

  @Test
  void the_end_of_the_limits_of_all_agents_of_a_chain_is_waited_for() {
    world.agents = request -> limited(request) ? refused(request) : worked(request);

    UnitTimes times =
        end(new AgentChain(List.of(AgentChoice.provider("claude"), AgentChoice.provider("codex"))));

    assertThat(times.waited()).isEqualTo(Duration.ofHours(3));
    assertThat(worked(times)).isEqualTo(TURN);
  }

  @Test
  void a_pause_is_waited_for_from_the_end_of_the_turn_under_way() {
    world.iterations = 2;
    world.agents = this::worked;
    time.at("pause", START.plus(TURN.dividedBy(2)), () -> signal(each -> each.pause()));
    time.at("resume", START.plus(Duration.ofHours(5)), () -> signal(each -> each.resume()));

    UnitTimes times = end(AgentChain.command("agent"));

    assertThat(times.waited()).isEqualTo(Duration.ofHours(5).minus(TURN));
    assertThat(worked(times)).isEqualTo(TURN.multipliedBy(2));
  }

  private boolean limited(TurnRequest request) {
    return time.now().isBefore(RESET) && request.iteration() == 1;
  }

  private static TurnResult refused(TurnRequest request) {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "limited until 3 o'clock", RESET);
    return TurnResult.failed(request.state(), limit);
  }

  private TurnResult worked(TurnRequest request) {
    time.sleep(TURN);
    return world.worked(request, 0);
  }

  private static Duration worked(UnitTimes times) {
    return Duration.between(times.startedAt(), times.finishedAt()).minus(times.waited());
  }

  private UnitTimes end(AgentChain agents) {
    world.plans.put("plan", new PlanGraph("plan", List.of(PlanNode.of("a"))));
    RunSettings settings = RunSettings.of(Map.of(Role.CODER, agents), List.of(), Limits.defaults());
    FeatureWork request = new FeatureWork("f", 1, "text", "plan", settings, "base", "aidp/f", null);
    engine.start(
        "f",
        FeatureOrchestrationWorkflow.class,
        feature -> feature.run(FeatureRequest.resolved(request)));
    CompletableFuture<Outcome<FeatureState>> result = engine.result("f", FeatureState.class);
    time.passUntil(result::isDone);
    FeatureState end = result.join().orThrow();
    assertThat(end.state()).as("%s", end.units()).isEqualTo(RunState.COMPLETED);
    return end.units().get(0).times();
  }

  private void signal(java.util.function.Consumer<FeatureOrchestrationWorkflow> call) {
    engine.signal("f", FeatureOrchestrationWorkflow.class, call);
  }
}
