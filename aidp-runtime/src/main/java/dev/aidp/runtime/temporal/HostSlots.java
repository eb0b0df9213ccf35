package dev.aidp.runtime.temporal;

import dev.aidp.runtime.engine.Places;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotMarkUsedContext;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplier;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots of a host's worker on a queue that hosts share: as many as the host bears, or as a run
 * needs that was started here. With none free nothing is asked for.
 */
final class HostSlots implements SlotSupplier<ActivitySlotInfo> {

  private final Places places;
  private final RunPlace place;
  private final Map<SlotPermit, Places.Ticket> used = new ConcurrentHashMap<>();
  private final Deque<CompletableFuture<SlotPermit>> waiting = new ArrayDeque<>();
  private int offered;
  private int issued;

  /** Makes those of {@code places}, which tell how they are used: an open poll has one, too. */
  HostSlots(Places places, RunPlace place) {
    this.places = places;
    this.place = place;
    this.offered = places.configured();
  }

  /** Offers at least so many from now on. */
  void raise(int least) {
    synchronized (this) {
      offered = Math.max(offered, least);
    }
    issue();
  }

  @Override
  public SlotSupplierFuture reserveSlot(SlotReserveContext<ActivitySlotInfo> context) {
    CompletableFuture<SlotPermit> slot = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(slot);
    }
    issue();
    return SlotSupplierFuture.fromCompletableFuture(slot, () -> slot.cancel(true));
  }

  @Override
  public synchronized Optional<SlotPermit> tryReserveSlot(
      SlotReserveContext<ActivitySlotInfo> context) {
    if (issued >= offered) {
      return Optional.empty();
    }
    issued++;
    return Optional.of(new SlotPermit());
  }

  @Override
  public void markSlotUsed(SlotMarkUsedContext<ActivitySlotInfo> context) {
    String run = place.runId(context.getSlotInfo().getActivityInfo().getWorkflowId());
    used.put(context.getSlotPermit(), places.ask(run, ticket -> {}));
  }

  @Override
  public void releaseSlot(SlotReleaseContext<ActivitySlotInfo> context) {
    Places.Ticket ticket = used.remove(context.getSlotPermit());
    if (ticket != null) {
      ticket.leave();
    }
    synchronized (this) {
      issued--;
    }
    issue();
  }

  /** Outside of the lock: whoever waited may go on at once, on this thread. */
  private void issue() {
    for (CompletableFuture<SlotPermit> slot : next()) {
      if (!slot.complete(new SlotPermit())) {
        synchronized (this) {
          issued--; // nobody waits for it any more
        }
        issue();
      }
    }
  }

  private synchronized List<CompletableFuture<SlotPermit>> next() {
    List<CompletableFuture<SlotPermit>> next = new ArrayList<>();
    while (issued < offered && !waiting.isEmpty()) {
      issued++;
      next.add(waiting.remove());
    }
    return next;
  }
}
