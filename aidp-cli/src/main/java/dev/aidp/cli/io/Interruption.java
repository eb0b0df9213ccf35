package dev.aidp.cli.io;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whether this process was asked to end, and by which signal. Safe for use by many threads. */
public final class Interruption {

  private final CompletableFuture<String> signal = new CompletableFuture<>();

  /**
   * Says that {@code name}, such as {@code SIGINT}, has come; the first one counts. Returns whether
   * it was the first.
   */
  public boolean by(String name) {
    return signal.complete(name);
  }

  /** Returns the signal's name, or null while none has come. */
  public @Nullable String signal() {
    return signal.isDone() ? signal.join() : null;
  }

  /**
   * Waits for a signal or for {@code end}, at most {@code limit}; how {@code end} ends does not
   * matter.
   */
  public void await(CompletableFuture<?> end, Duration limit) {
    try {
      CompletableFuture.anyOf(signal, end).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return; // the caller looks for itself
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      by("SIGINT");
    }
  }

  /** Waits for a signal, at most {@code limit}. Returns its name or null. */
  public @Nullable String await(Duration limit) {
    await(new CompletableFuture<>(), limit);
    return signal();
  }

  /** Returns how a command ends that only looked at {@code run}, and {@code again} looks on. */
  public CliException leavesAlone(String run, String again) {
    return new CliException(
        Exits.INTERRUPTED,
        "Interrupted by " + signal() + "; the run " + run + " is left alone",
        "Look again: " + again);
  }
}
