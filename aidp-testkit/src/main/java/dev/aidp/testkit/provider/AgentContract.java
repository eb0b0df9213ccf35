package dev.aidp.testkit.provider;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;

import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.provider.Agent;
import dev.aidp.run.Defaults;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.junit.AidpExtension;
import dev.aidp.testkit.junit.AidpRuntime;
import dev.aidp.testkit.junit.EachEngine;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What every {@link Agent} must do, which is code of an application's process. Extend it and say
 * which tasks it can be given.
 *
 * <pre>{@code
 * class ChatAgentTest extends AgentContract {
 *   @Override protected Agent agent() { return new ChatAgent(model); }
 *   @Override protected String task() { return "Write 'made' into made.txt."; }
 *   @Override protected Optional<String> longTask() { return Optional.of("Count to a million."); }
 * }
 * }</pre>
 */
public abstract class AgentContract {

  private static final String NAME = "mine";

  /** Long enough for a loaded machine, and shorter than a task that is not ended. */
  private static final Duration SOON = Defaults.KILL_GRACE.plusSeconds(20);

  @RegisterExtension
  final AidpExtension extension =
      AidpExtension.builder().agent(NAME, () -> watched(agent())).build();

  private final AtomicInteger begun = new AtomicInteger();
  private final Set<String> units = ConcurrentHashMap.newKeySet();

  /** For JUnit. */
  protected AgentContract() {}

  /** Returns the agent, which many threads use at the same time. */
  protected abstract Agent agent();

  /** Returns a task after which {@code made.txt} is in its worktree. */
  protected abstract String task();

  /** Returns a task that takes minutes, or empty if no turn of it takes long. */
  protected abstract Optional<String> longTask();

  private Agent watched(Agent agent) {
    return (turn, listener) -> {
      begun.incrementAndGet();
      units.add(turn.occasion().unit());
      return agent.turn(turn, listener);
    };
  }

  @EachEngine
  void its_work_is_done_where_the_checks_look(AidpRuntime aidp) {
    var run = aidp.run(WorkLoopRequest.of(task()).agent(NAME).check("made", "ls made.txt"));

    assertThat(run).endedGreen().tree().holds("made.txt");
  }

  @EachEngine
  void units_are_worked_on_side_by_side(AidpRuntime aidp) {
    Plan plan =
        Plan.of("Three times")
            .unit("one", task())
            .unit("two", task())
            .unit("three", task())
            .build();

    var run =
        aidp.run(
            FeatureRequest.of("Three times").plan(plan).agent(NAME).check("made", "ls made.txt"));

    assertThat(units).contains("one", "two", "three");
    assertThat(run.view().units()).allMatch(unit -> unit.state().finished());
  }

  @EachEngine
  void a_turn_that_shall_stop_ends_soon(AidpRuntime aidp) {
    if (longTask().isEmpty()) {
      return;
    }
    WorkLoopRequest request = WorkLoopRequest.of(longTask().get()).agent(NAME);
    RunHandle run = aidp.aidp().start(request, StartOptions.id("long"));
    Await.until(() -> begun.get() > 0, "the turn");

    long before = System.nanoTime();
    run.cancel();

    assertThat(aidp.ended(run)).ended(RunState.CANCELLED);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
  }
}
