package dev.aidp.activities.health;

import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.HostLock;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.run.Work;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns that begin only when the host has room for one more of their agent. The step waits for it
 * in the place that it has; its turn's time-out begins when it does. No order is kept among those
 * who wait.
 */
public final class HostLimitedAgent implements AgentActivities {

  /** Short against a turn; a look costs a file that is opened. */
  private static final long LOOK_MILLIS = 250;

  private final AgentActivities turns;
  private final Consumer<Work> leftovers;
  private final Host host;
  private final Map<String, Integer> most;

  /**
   * Makes it.
   *
   * @param turns takes the turns that are begun
   * @param leftovers ends what an earlier start of a turn has left: it may be what is waited for
   * @param most how many turns of an agent the host bears, by the agent's name
   */
  public HostLimitedAgent(
      AgentActivities turns, Consumer<Work> leftovers, Host host, Map<String, Integer> most) {
    this.turns = turns;
    this.leftovers = leftovers;
    this.host = host;
    this.most = most;
  }

  @Override
  public TurnResult turn(TurnRequest request) {
    String agent = request.asked().agent().provider();
    Integer places = most.get(agent);
    if (places == null) {
      return turns.turn(request);
    }
    leftovers.accept(request.work());
    try (HostLock place = place(agent, places)) {
      return turns.turn(request);
    }
  }

  private HostLock place(String agent, int places) {
    StepInfo step = StepInfo.current();
    step.beat(null);
    Optional<HostLock> place = host.agent(agent, places);
    boolean waits = place.isEmpty();
    while (place.isEmpty()) {
      step.beat(StepInfo.WAITING);
      rest();
      place = host.agent(agent, places);
    }
    if (waits) {
      step.beat(null);
    }
    return place.get();
  }

  private static void rest() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("The step was interrupted.");
    }
  }
}
