package dev.aidp.testkit.temporal;

import com.google.common.base.Suppliers;
import com.google.protobuf.Empty;
import io.grpc.StatusRuntimeException;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's server in memory, on a port of its own. Its time passes as it does for agents, which
 * are real processes, unless a test lets it {@link #pass} or {@link #skip}. It slows down with age,
 * so each test class starts one; and it never takes a task back from a worker that has gone. Safe
 * for use by many threads.
 */
public final class InMemoryServer implements AutoCloseable {

  /** What is free may be somebody's the moment after. */
  private static final int TRIES = 5;

  private static final Duration FIRST_STEP = Duration.ofMinutes(1);
  private static final int STEP_GROWS_BY = 4; // a fourth of it
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final long END_MILLIS = 200;
  private static final long PAUSE_MILLIS = 5;

  private final PortBoundTestServer server;
  private final int port;
  private int skippers;
  private @Nullable Thread skipping;
  private final Supplier<TestServiceStubs> stubs =
      Suppliers.memoize(
          () ->
              TestServiceStubs.newServiceStubs(
                  TestServiceStubsOptions.newBuilder()
                      .setTarget(target())
                      .validateAndBuildWithDefaults()));
  private final Supplier<WorkflowServiceStubs> workflows =
      Suppliers.memoize(
          () ->
              WorkflowServiceStubs.newServiceStubs(
                  WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build()));

  private InMemoryServer(int port) {
    this.port = port;
    this.server = TestServer.createPortBoundServer(port, true); // its time is not skipped
  }

  /** Starts one. */
  public static InMemoryServer start() {
    for (int tries = 1; ; tries++) {
      try {
        return new InMemoryServer(freePort());
      } catch (RuntimeException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its address, {@code HOST:PORT}. */
  public String target() {
    return "127.0.0.1:" + port;
  }

  /** Returns its time. */
  public Instant now() {
    com.google.protobuf.Timestamp now =
        stubs.get().blockingStub().getCurrentTime(Empty.getDefaultInstance()).getTime();
    return Instant.ofEpochSecond(now.getSeconds(), now.getNanos());
  }

  /** Lets so much time pass at once: timers that are due then fire, and time-outs too. */
  public void pass(Duration time) {
    com.google.protobuf.Duration duration =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(time.toSeconds())
            .setNanos(time.toNanosPart())
            .build();
    // Two at once would outweigh the step under way that keeps the server from skipping time.
    synchronized (stubs) {
      var unused =
          stubs
              .get()
              .blockingStub()
              .unlockTimeSkippingWithSleep(SleepRequest.newBuilder().setDuration(duration).build());
    }
  }

  /**
   * Lets time pass by itself from now on: up to the next timer, as soon as no workflow is at work
   * and no step is under way; a year at most. It may be ahead of the last timer by some of what has
   * passed.
   *
   * @return what ends it; it may be called again
   */
  public Runnable skip() {
    AtomicBoolean over = new AtomicBoolean();
    begin();
    return () -> {
      if (over.compareAndSet(false, true)) {
        end();
      }
    };
  }

  private synchronized void begin() {
    if (skippers++ == 0) {
      Thread fresh = new Thread(this::passByItself, "aidp-test-time");
      fresh.setDaemon(true);
      skipping = fresh;
      fresh.start();
    }
  }

  private void end() {
    Thread last = null;
    synchronized (this) {
      if (--skippers == 0) {
        last = skipping;
        skipping = null;
      }
    }
    try {
      if (last != null) {
        last.join(END_MILLIS); // longer only while a step of another run is under way
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * In steps, each a little longer than the one before: if all of it could pass at once, a run that
   * waits for people would meet the end of its time, which is ten years.
   */
  private void passByItself() {
    Duration step = FIRST_STEP;
    try {
      for (Duration all = step; mine() && all.compareTo(LONGEST) < 0; ) {
        if (open()) {
          pass(step);
          all = all.plus(step);
          step = step.plus(step.dividedBy(STEP_GROWS_BY));
        } else {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // until who waits has heard of the end
        }
      }
    } catch (StatusRuntimeException e) {
      // The server has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean open() {
    return workflows
            .get()
            .blockingStub()
            .listOpenWorkflowExecutions(
                ListOpenWorkflowExecutionsRequest.newBuilder().setNamespace("default").build())
            .getExecutionsCount()
        > 0;
  }

  private synchronized boolean mine() {
    return skipping == Thread.currentThread();
  }

  @Override
  public void close() {
    stubs.get().shutdownNow();
    workflows.get().shutdownNow();
    server.close();
  }
}
