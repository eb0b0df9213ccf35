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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands, and code that stands for them, for the step that the current thread performs. Safe
 * for use by many threads.
 */
public final class Supervisor {

  private static final long BEAT_MILLIS = 500;
  private static final long LOOK_MILLIS = 50;
  private static final long LOOKS_A_BEAT = BEAT_MILLIS / LOOK_MILLIS;
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Path processes;
  private final ProcessTable table;
  private final Secrets secrets;
  private final Host host;

  /**
   * Makes one that keeps the identities of what it runs below {@code processes}, and takes {@code
   * secrets} out of what that writes; each command has a lane of {@code host} for its life.
   */
  public Supervisor(Path processes, Secrets secrets, Host host) {
    this.processes = processes;
    this.secrets = secrets;
    this.host = host;
    table = ProcessTable.ofThisMachine();
  }

  /**
   * Kills all commands that this process runs, whoever runs them, within a few seconds. What they
   * came to is not told to anybody, so no step has an outcome because of it: for a process that
   * ends right after it.
   */
  public static void abandonAll() {
    ManagedProcess.abandonAll();
  }

  /** Runs one command to its end; see {@link #run(List)}. */
  public ProcessResult run(Launch launch) {
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
  public ImmutableList<ProcessResult> run(List<Launch> launches) {
    // A step that shall stop already was only begun to end what an earlier start had left.
    StepInfo.current().beat(null);
    List<Managed> running = new ArrayList<>();
    StepInfo.current().awaitDurable();
    try {
      for (Launch launch : launches) {
        running.add(start(launch));
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

  /**
   * Runs one command to its end, as {@link #run(List)}, but at no time at which another one on this
   * host runs so; its time-out begins when it does.
   *
   * @param waiting told once, if it has to wait
   */
  public ProcessResult runAlone(Launch launch, Runnable waiting) {
    StepInfo step = StepInfo.current();
    Optional<HostLock> lock = host.alone();
    if (lock.isEmpty()) {
      waiting.run();
    }
    for (long looks = 1; lock.isEmpty(); looks++) {
      if (looks % LOOKS_A_BEAT == 0) {
        step.beat(null);
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StepCancelledException("The step was interrupted.");
      }
      lock = host.alone();
    }
    try (HostLock held = lock.get()) {
      return run(launch);
    }
  }

  /** A lane is given back when nothing of its command is left. */
  private Managed start(Launch launch) throws IOException {
    if (launch.program() instanceof Launch.Code code) {
      return ManagedCode.start(launch, code, folder(launch.work()), secrets);
    }
    Lane lane = host.lane();
    try {
      return ManagedProcess.start(
              launch.with(lane.variables()),
              folder(launch.work()),
              new Hold(processes, launch.work().run()),
              table,
              secrets)
          .atEnd(lane::close);
    } catch (IOException | RuntimeException e) {
      lane.close();
      throw e;
    }
  }

  private Path folder(Work work) {
    return OrphanReaper.folder(processes, work).resolve(UUID.randomUUID().toString());
  }

  private static void await(List<Managed> running) {
    StepInfo step = StepInfo.current();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            running.stream().map(Managed::ended).toArray(CompletableFuture[]::new));
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

  private static void endAll(List<Managed> running) {
    boolean interrupted = Thread.interrupted();
    running.forEach(Managed::cancel);
    for (Managed each : running) {
      try {
        each.ended().handle((ended, problem) -> "settled").join();
        each.discard();
      } catch (IOException | CancellationException e) {
        LOG.warn("What a cancelled command had written is not removed: {}", e.toString());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static UnusableException unusable(Throwable cause) {
    if (cause instanceof UnusableException said) {
      return said;
    }
    return UnusableException.ofStorage("What a command writes cannot be kept", cause);
  }
}
