package dev.aidp.workflows.temporal;

import com.google.common.collect.MapMaker;
import io.temporal.worker.TypeAlreadyRegisteredException;
import io.temporal.worker.Worker;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The activity that performs lambdas of the workflows in this process. A local activity runs where
 * its workflow is in memory, so a ticket is enough to find the lambda; whoever replays the workflow
 * elsewhere gives out tickets of its own. Only the result is recorded, never a ticket.
 */
final class Lambdas implements LambdaActivity {

  /** Whoever starts a lambda holds it; a workflow that leaves the memory takes it along. */
  private static final Map<Long, Callable<?>> BODIES = new MapMaker().weakValues().makeMap();

  private static final AtomicLong LAST = new AtomicLong();

  /** Lets {@code worker} perform lambdas too. */
  static void register(Worker worker) {
    try {
      worker.registerActivitiesImplementations(new Lambdas());
    } catch (TypeAlreadyRegisteredException e) {
      // by the workflow before
    }
  }

  /** Returns the ticket of {@code body}, which the caller has to hold until it is performed. */
  static long ticket(Callable<?> body) {
    long ticket = LAST.incrementAndGet();
    BODIES.put(ticket, body);
    return ticket;
  }

  @Override
  public @Nullable Object perform(long ticket) throws Exception {
    Callable<?> body = BODIES.get(ticket);
    if (body == null) {
      throw new IllegalStateException("The run of this lambda has left the process.");
    }
    try {
      return body.call();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error e) { // as the SDK throws where a workflow's own calls are made by others
      throw new IllegalStateException("The lambda broke off: " + e, e);
    }
  }
}
