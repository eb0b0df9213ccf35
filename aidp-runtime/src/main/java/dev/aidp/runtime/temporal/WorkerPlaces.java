package dev.aidp.runtime.temporal;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.uber.m3.tally.Gauge;
import com.uber.m3.tally.Scope;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The places for steps that all workers of a process share: each run brings its own worker, and a
 * machine is only one.
 */
public final class WorkerPlaces {

  private static final long BEAT_MILLIS = 500;

  private final Places lightweight;
  private final Places standard;
  private final Places heavyweight;
  private final Places merge = new Places(Queues.MERGE_SLOTS);
  private final List<HostSlots> shared = new CopyOnWriteArrayList<>();
  private volatile int raised;

  /** Offers so many. */
  public WorkerPlaces(PoolSizes sizes) {
    lightweight = new Places(sizes.lightweight());
    standard = new Places(sizes.standard());
    heavyweight = new Places(sizes.heavyweight());
  }

  /** Returns how they are used now, by the names of the queues. */
  public Map<String, Places.Use> use() {
    return ImmutableMap.copyOf(Maps.transformValues(pools(), Places::use));
  }

  /** Keeps two gauges of each pool up to date in {@code scope}. */
  void reportTo(Scope scope) {
    pools()
        .forEach(
            (name, places) -> {
              Scope pool = scope.tagged(ImmutableMap.of("pool", name));
              Gauge taken = pool.gauge("aidp_places_taken");
              Gauge offered = pool.gauge("aidp_places_offered");
              places.reportTo(
                  use -> {
                    taken.update(use.taken());
                    offered.update(use.offered());
                  });
            });
  }

  private Map<String, Places> pools() {
    return ImmutableMap.of(
        "lightweight", lightweight,
        "standard", standard,
        "heavyweight", heavyweight,
        "merge", merge);
  }

  /** Returns those for the steps of {@code queue}. */
  private Places of(String queue, Queues queues) {
    if (queue.equals(queues.lightweight())) {
      return lightweight;
    }
    if (queue.equals(queues.heavyweight())) {
      return heavyweight;
    }
    return queue.equals(queues.merge()) ? merge : standard;
  }

  /** Returns the slots of a host's worker that shares {@code queue}, one of {@code queues}. */
  HostSlots slots(String queue, Queues queues, RunPlace place) {
    HostSlots slots = new HostSlots(of(queue, queues), place);
    slots.raise(raised);
    shared.add(slots);
    return slots;
  }

  /** Offers a run of this process as many as it needs, also where hosts share the queues. */
  public void raise(int least) {
    raised = Math.max(raised, least);
    shared.forEach(slots -> slots.raise(least));
  }

  /** Waits for a place for {@code step}, which came by {@code queue}, one of {@code queues}. */
  Places.Ticket take(StepInfo step, String queue, Queues queues) {
    CountDownLatch admitted = new CountDownLatch(1);
    String key = step.key();
    Places.Ticket ticket =
        of(queue, queues).ask(key.substring(0, key.indexOf(':')), mine -> admitted.countDown());
    try {
      await(step, admitted);
    } catch (StepCancelledException e) {
      if (step.attempt() == 1) {
        ticket.leave();
        throw e;
      }
      // It is begun, to end what an earlier start has left; then it hears the same again.
    }
    return ticket;
  }

  private static void await(StepInfo step, CountDownLatch admitted) {
    try {
      boolean waited = false;
      while (admitted.getCount() > 0) {
        step.beat(StepInfo.WAITING);
        waited = true;
        boolean unused = admitted.await(BEAT_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (waited) {
        step.beat(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepCancelledException("The step was interrupted.");
    }
  }
}
