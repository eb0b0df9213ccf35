package dev.aidp.runtime.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.engine.Places;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotPermit;
import io.temporal.worker.tuning.SlotReleaseContext;
import io.temporal.worker.tuning.SlotReserveContext;
import io.temporal.worker.tuning.SlotSupplierFuture;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class HostSlotsTest {

  private static final SlotReserveContext<ActivitySlotInfo> ASKING =
      saying(SlotReserveContext.class);

  /** Of a slot that was never used. */
  private static final SlotReleaseContext<ActivitySlotInfo> GIVING =
      saying(SlotReleaseContext.class);

  @SuppressWarnings("unchecked")
  private static <T> T saying(Class<?> type) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> new SlotPermit());
  }

  /** What a worker may do with its slots, in any order. */
  @RepeatedTest(500)
  void never_more_are_given_than_are_offered_and_none_is_lost(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int offered = 1 + random.nextInt(5);
    HostSlots slots = new HostSlots(new Places(offered), RunPlace.NOWHERE);
    List<SlotSupplierFuture> asked = new ArrayList<>();
    int tried = 0;
    for (int i = 0; i < 200; i++) {
      switch (random.nextInt(6)) {
        case 0, 1 -> asked.add(slots.reserveSlot(ASKING));
        case 2 -> tried += slots.tryReserveSlot(ASKING).isPresent() ? 1 : 0;
        case 3 -> {
          if (random.nextInt(20) == 0) {
            offered += 1;
            slots.raise(offered);
          }
        }
        case 4 -> {
          if (tried > 0) {
            tried--;
            slots.releaseSlot(GIVING);
          }
        }
        default -> leave(slots, asked, random);
      }
      long given = asked.stream().filter(SlotSupplierFuture::isDone).count() + tried;
      long waiting = asked.stream().filter(each -> !each.isDone()).count();
      assertThat(given).isLessThanOrEqualTo(offered);
      assertThat(waiting == 0 || given == offered).as("a free slot is given").isTrue();
    }
  }

  /** Who has a slot gives it back; who waits asks no longer. */
  private static void leave(HostSlots slots, List<SlotSupplierFuture> asked, Random random) {
    if (asked.isEmpty()) {
      return;
    }
    SlotSupplierFuture one = asked.remove(random.nextInt(asked.size()));
    SlotPermit had = one.abortReservation();
    if (had != null) {
      slots.releaseSlot(GIVING);
    }
  }

  @Test
  void who_waits_is_served_first_come_first_served_when_more_are_offered() {
    HostSlots slots = new HostSlots(new Places(1), RunPlace.NOWHERE);
    var first = slots.reserveSlot(ASKING);
    var second = slots.reserveSlot(ASKING);
    var third = slots.reserveSlot(ASKING);
    assertThat(first).isDone();
    assertThat(second).isNotDone();
    slots.raise(2);
    assertThat(second).isDone();
    assertThat(third).isNotDone();
    slots.raise(1);
    slots.releaseSlot(GIVING);
    assertThat(third).isDone();
  }
}
