package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands for the step that the current thread performs. Safe for use by many threads. */
public final class Supervisor {

  private static final long BEAT_MILLIS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Path processes;
  private final ProcessTable table;
  private final Secrets secrets;

  /**
   * Makes one that keeps the identities of what it runs below {@code processes}, and takes {@code
   * secrets} out of what that writes.
   */
  public Supervisor(Path processes, Secrets secrets) {
    this.processes = processes;
    this.secrets = secrets;
    table = ProcessTable.ofThisMachine();
  }

  /** Runs one command to its end; see {@link #run(List)}. */
  public Ended run(Launch launch) {
    return run(ImmutableList.of(launch)).get(0);
  }

  /**
   * Runs commands side by side until nothing of them is left, beating meanwhile; what cannot be
   * started is a result too.
   *
   * @return how each ended, in the order of {@code launches}; to be closed
   * @throws StepCancelledException if the step shall stop, or its thread is interrupted; nothing
   *     runs then any more
   * @throws UnusableException if something cannot be kept on disk; nothing runs or is kept then
   */
  public ImmutableList<Ended> run(List<Launch> launches) {
    // A step that shall stop already was only begun to end what an earlier start had left.
    StepInfo.current().beat(null);
    List<ManagedProcess> running = new ArrayList<>();
    StepInfo.current().awaitDurable();
    try {
      for (Launch launch : launches) {
        running.add(ManagedProcess.start(launch, folder(launch.work()), table, secrets));
      }
      await(running);
      return running.stream()
          .map(process -> process.ended().join())
          .collect(ImmutableList.toImmutableList());
    } catch (IOException | CompletionException e) {
      endAll(running);
      throw unusable(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
    } catch (RuntimeException e) {
      endAll(running);
      throw e;
    }
  }

  private Path folder(Work work) {
    return Leftovers.folder(processes, work).resolve(UUID.randomUUID().toString());
  }

  private static void await(List<ManagedProcess> running) {
    StepInfo step = StepInfo.current();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            running.stream().map(ManagedProcess::ended).toArray(CompletableFuture[]::new));
    while (true) {
      step.beat(Running.of(running));
      try {
        all.get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        // Time for the next beat.
      } catch (ExecutionException e) {
        throw new CompletionException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StepCancelledException("The step was interrupted.");
      }
    }
  }

  private static void endAll(List<ManagedProcess> running) {
    boolean interrupted = Thread.interrupted();
    running.forEach(ManagedProcess::cancel);
    for (ManagedProcess process : running) {
      try {
        process.ended().handle((ended, problem) -> "settled").join();
        process.discard();
      } catch (IOException | CancellationException e) {
        LOG.warn("What a cancelled command had written is not removed: {}", e.toString());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static UnusableException unusable(Throwable cause) {
    return UnusableException.ofStorage("What a command writes cannot be kept", cause);
  }
}
