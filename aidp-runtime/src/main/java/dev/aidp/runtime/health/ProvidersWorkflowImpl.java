package dev.aidp.runtime.health;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.health.Health;
import dev.aidp.workflow.WorkflowContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Health} decides; it goes on as new now and then. */
final class ProvidersWorkflowImpl implements ProvidersWorkflow {

  /** What it knows outlives it: an hour without a word is enough to let it rest. */
  private static final Duration RESTS_AFTER = Duration.ofHours(1);

  private final WorkflowContext context;
  private final int mostCalls;
  private final Map<String, Health> known = new LinkedHashMap<>();
  private boolean begun;
  private int calls;

  ProvidersWorkflowImpl(WorkflowContext context, int mostCalls) {
    this.context = context;
    this.mostCalls = mostCalls;
  }

  @Override
  public State run(State state) {
    known.putAll(state.providers());
    begun = true;
    int before = -1;
    while (before != calls) {
      before = calls;
      var unused = context.await(RESTS_AFTER, () -> calls >= mostCalls);
      if (calls >= mostCalls) {
        State now = state();
        context.continueAsNew(ProvidersWorkflow.class, providers -> providers.run(now));
      }
    }
    return state();
  }

  /** A message may come before the workflow's own method has begun. */
  private Health heard(String provider) {
    context.await(() -> begun);
    calls++;
    return known.getOrDefault(provider, Health.GOOD);
  }

  @Override
  public Health.Admission admit(Asked asked) {
    Health.Admission admission =
        heard(asked.provider()).admit(asked.provider(), asked.insists(), asked.now());
    known.put(asked.provider(), admission.then());
    return admission;
  }

  @Override
  public Health ended(Ended ended) {
    Health then = heard(ended.provider()).ended(ended.failure(), ended.now());
    known.put(ended.provider(), then);
    return then;
  }

  @Override
  public State state() {
    return new State(ImmutableMap.copyOf(known));
  }
}
