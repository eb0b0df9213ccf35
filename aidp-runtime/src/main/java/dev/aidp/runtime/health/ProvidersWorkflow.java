package dev.aidp.runtime.health;

import dev.aidp.activities.health.Health;
import dev.aidp.failure.Failure;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what is known of the providers of a repository for all hosts. */
@WorkflowInterface
public interface ProvidersWorkflow {

  /** All that it is: what is known of each provider, by its name. */
  record State(Map<String, Health> providers) {}

  /**
   * A turn wants to begin.
   *
   * @param insists whether a person wants it whatever is known
   * @param now by the clock of who asks
   */
  record Asked(String provider, boolean insists, Instant now) {}

  /**
   * A turn has ended.
   *
   * @param failure by which, or null
   * @param now by the clock of who tells
   */
  record Ended(String provider, @Nullable Failure failure, Instant now) {}

  /** Goes on until it has not been asked for a while; from what it returns it can go on again. */
  @WorkflowMethod(name = "AidpProviders")
  State run(State state);

  /** Returns why a turn would be in vain; or it has begun. */
  @UpdateMethod(name = "admit")
  Health.Admission admit(Asked asked);

  /** Returns what is known after a turn. */
  @UpdateMethod(name = "ended")
  Health ended(Ended ended);

  /** Returns what it now is. */
  @QueryMethod(name = "state")
  State state();
}
