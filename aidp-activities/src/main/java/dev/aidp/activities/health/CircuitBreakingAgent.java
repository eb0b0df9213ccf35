package dev.aidp.activities.health;

import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.run.Availability;
import dev.aidp.run.Work;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns that are not begun where they would be in vain: one asked of a provider that is known to be
 * limited, or whose breaker is open, comes back at once with that failure and its time. What each
 * turn says of its provider is remembered for all who ask it. A plain command has no provider of
 * which anything could be known; to the times that it names a little is added too.
 */
public final class CircuitBreakingAgent implements AgentActivities {

  private static final Logger LOG = LoggerFactory.getLogger(CircuitBreakingAgent.class);

  private final AgentActivities turns;
  private final Consumer<Work> leftovers;
  private final ProviderHealth health;
  private final Clock clock;

  /**
   * Makes it.
   *
   * @param turns takes the turns that are begun
   * @param leftovers ends what an earlier start of a turn has left, also where it is not begun
   *     again
   * @param health keeps what is known
   */
  public CircuitBreakingAgent(
      AgentActivities turns, Consumer<Work> leftovers, ProviderHealth health, Clock clock) {
    this.turns = turns;
    this.leftovers = leftovers;
    this.health = health;
    this.clock = clock;
  }

  @Override
  public TurnResult turn(TurnRequest request) {
    if (request.asked().agent().command() != null) {
      return withMargin(turns.turn(request));
    }
    String provider = request.asked().agent().provider();
    Failure refusal = health.admit(provider, request.asked().insists(), clock.instant());
    if (refusal != null) {
      leftovers.accept(request.work());
      return TurnResult.failed(request.state(), refusal);
    }
    TurnResult result = withMargin(turns.turn(request));
    remember(provider, result.failure(), clock.instant());
    return result;
  }

  private TurnResult withMargin(TurnResult result) {
    Failure failure = result.failure();
    return failure == null
        ? result
        : result.withFailure(Availability.withMargin(failure, clock.instant()));
  }

  /** A turn that was paid for counts, whether or not this can be kept. */
  private void remember(String provider, @Nullable Failure failure, Instant now) {
    try {
      health.ended(provider, failure, now);
    } catch (AidpException e) {
      LOG.warn("Not remembered of {}: {}", provider, e.getMessage());
    }
  }
}
