package dev.aidp.runtime.health;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.health.Health;
import dev.aidp.activities.health.ProviderHealth;
import dev.aidp.failure.Failure;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.health.ProvidersWorkflow.Asked;
import dev.aidp.runtime.health.ProvidersWorkflow.Ended;
import dev.aidp.runtime.health.ProvidersWorkflow.State;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.KeptWorkflow;
import dev.aidp.workflow.WorkflowDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all hosts of a repository know of its providers: a workflow on the service, which is told
 * only what changes something there. What it said last holds for a second here, but for a turn that
 * has ended well: that others have met failures meanwhile is asked, since it ends their row. Where
 * it cannot be asked, a host goes on for a minute with what it knows itself. One call comes after
 * the other, so that nobody waits for what another has just found out.
 */
public final class ServiceHealth implements ProviderHealth {

  /** No run has this name. */
  private static final String ID = "_providers";

  private static final long HOLDS_NANOS = Duration.ofSeconds(1).toNanos();

  /** For so long nobody is kept by a workflow that does not answer. */
  private static final long MUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceHealth.class);

  /**
   * What is known here.
   *
   * @param until when it holds, by {@link System#nanoTime}
   * @param alone whether that is without the workflow, which did not answer
   */
  private record Known(Map<String, Health> providers, long until, boolean alone) {

    boolean holds() {
      return System.nanoTime() - until < 0;
    }

    Known over() {
      return new Known(providers, System.nanoTime(), alone);
    }

    Health of(String provider) {
      return providers.getOrDefault(provider, Health.GOOD);
    }

    Known with(String provider, Health health) {
      return new Known(
          ImmutableMap.<String, Health>builder()
              .putAll(providers)
              .put(provider, health)
              .buildKeepingLast(),
          until,
          alone);
    }
  }

  private final Supplier<BesideRun> run;
  private Known last = new Known(ImmutableMap.of(), System.nanoTime(), false);

  /** Makes that of {@code repository} for activities on Temporal. */
  public ServiceHealth(String repository) {
    this(() -> BesideRun.current().in(repository));
  }

  /** Makes one that is kept beside the run that is given with each call. */
  public ServiceHealth(Supplier<BesideRun> run) {
    this.run = run;
  }

  /** Returns the workflow that a worker needs to have. */
  public static WorkflowDefinition<ProvidersWorkflow> workflow() {
    return workflow(KeptWorkflow.MOST_CALLS);
  }

  /** Returns one that goes on as new after so many calls. */
  public static WorkflowDefinition<ProvidersWorkflow> workflow(int mostCalls) {
    return new WorkflowDefinition<>(
        ProvidersWorkflow.class, context -> new ProvidersWorkflowImpl(context, mostCalls));
  }

  private KeptWorkflow<ProvidersWorkflow> kept() {
    return new KeptWorkflow<>(
            run.get(), workflow(), ID, ProvidersWorkflow::state, ServiceHealth::begins)
        .within(PATIENCE);
  }

  private static State begins(@Nullable Object last) {
    return last instanceof State state ? state : new State(ImmutableMap.of());
  }

  @Override
  public synchronized @Nullable Failure admit(String provider, boolean insists, Instant now) {
    Health known = known().of(provider);
    Health.Admission here = known.admit(provider, insists, now);
    if (here.refusal() != null || here.then().equals(known)) {
      return here.refusal();
    }
    Asked asked = new Asked(provider, insists, now);
    Health.Admission there = said(here, (providers, call) -> providers.admit(asked));
    last = last.with(provider, there.then());
    return there.refusal();
  }

  @Override
  public synchronized void ended(String provider, @Nullable Failure failure, Instant now) {
    if (failure == null && !last.alone()) {
      last = last.over();
    }
    Health known = known().of(provider);
    Health here = known.ended(failure, now);
    if (!here.equals(known)) {
      Ended ended = new Ended(provider, failure, now);
      last = last.with(provider, said(here, (providers, call) -> providers.ended(ended)));
    }
  }

  private <R> R said(R here, KeptWorkflow.CallOf<ProvidersWorkflow, R> call) {
    if (last.alone()) {
      return here;
    }
    try {
      return kept().demand(call);
    } catch (UnusableException e) {
      alone(e);
      return here;
    }
  }

  private Known known() {
    if (!last.holds()) {
      try {
        State state = begins(kept().state());
        last = new Known(state.providers(), System.nanoTime() + HOLDS_NANOS, false);
      } catch (UnusableException e) {
        alone(e);
      }
    }
    return last;
  }

  private void alone(UnusableException why) {
    LOG.warn("What other hosts know of providers is not known here: {}", why.getMessage());
    last = new Known(last.providers(), System.nanoTime() + MUTE_NANOS, true);
  }
}
