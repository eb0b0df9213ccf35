package dev.aidp.workflows.temporal;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The places that one host holds for parts of runs, each an activity that occupies a slot. */
public final class HostPlaces implements HoldActivity {

  /** A run that lets its place go, or has ended, is heard of at the next beat. */
  private static final long BEAT_MILLIS = 1_000;

  private static final String REFUSED = "no_place";

  private final String queue;
  private final String repository;
  private final Served.Together together;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean draining;
  private int held;

  /**
   * Makes those of the host that takes its steps from {@code queue}.
   *
   * @param repository whose runs it serves
   * @param together who else in this process is asked for places
   */
  public HostPlaces(String queue, String repository, Served.Together together) {
    this.queue = queue;
    this.repository = repository;
    this.together = together;
  }

  /** Returns where the steps go that belong to its places. */
  public String queue() {
    return queue;
  }

  @Override
  public void hold(int epoch, String whose) {
    if (whose.isEmpty() || whose.equals(repository)) {
      hold(epoch);
    } else {
      together
          .of(whose)
          .orElseThrow(() -> refused("The host serves another repository."))
          .places()
          .hold(epoch);
    }
  }

  private void hold(int epoch) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    count(1);
    try {
      if (!drained(0)) {
        tell(context, epoch);
      }
      while (!drained(BEAT_MILLIS)) {
        context.heartbeat(null);
      }
      throw givenBack();
    } catch (ActivityNotExistsException | WorkflowNotFoundException e) {
      context.doNotCompleteOnReturn(); // its run has ended: nobody waits for an answer
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givenBack();
    } finally {
      count(-1);
    }
  }

  private void tell(ActivityExecutionContext context, int epoch) {
    ActivityInfo info = context.getInfo();
    WorkflowExecution run =
        WorkflowExecution.newBuilder()
            .setWorkflowId(info.getWorkflowId())
            .setRunId(info.getWorkflowRunId())
            .build();
    context
        .getWorkflowClient()
        .newUntypedWorkflowStub(run, Optional.empty())
        .signal(Placed.SIGNAL, new Placed(epoch, queue));
  }

  /** What is under way there may end there; what comes next goes elsewhere. */
  private static ApplicationFailure givenBack() {
    return refused("The host gives its places back.");
  }

  private static ApplicationFailure refused(String why) {
    return ApplicationFailure.newBuilder()
        .setType(REFUSED)
        .setMessage(why)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }

  private void count(int more) {
    lock.lock();
    try {
      held += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean drained(long millis) throws InterruptedException {
    lock.lock();
    try {
      if (!draining && millis > 0) {
        boolean unused = changed.await(millis, TimeUnit.MILLISECONDS);
      }
      return draining;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives all places back, and takes no others; returns once that is so, or after {@code limit}.
   */
  public void drain(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lock();
    try {
      draining = true;
      changed.signalAll();
      while (held > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
