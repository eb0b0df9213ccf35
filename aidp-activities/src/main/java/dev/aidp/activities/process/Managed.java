package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Something that runs until nothing of it is left, is watched, and can be ended. */
abstract class Managed {

  private static final long OBSERVE_MILLIS = 500;

  final Launch launch;
  final Path folder;
  final SpooledOutput output;
  final SpooledOutput errors;
  final CompletableFuture<ProcessResult.How> stop = new CompletableFuture<>();
  final CompletableFuture<ProcessResult> ended = new CompletableFuture<>();
  private volatile CompletableFuture<ProcessResult> told = ended;
  private final Instant begun = Instant.now();
  private final long startedAt = System.nanoTime();

  Managed(Launch launch, Path folder) throws IOException {
    this.launch = launch;
    this.folder = folder;
    output = new SpooledOutput(folder.resolve("stdout"));
    errors = new SpooledOutput(folder.resolve("stderr"));
  }

  static ImmutableList<OutputSink> sinks(Secrets secrets, SpooledOutput capture, OutputSink other) {
    return ImmutableList.of(new Redacted(secrets, ImmutableList.of(capture, other)));
  }

  /** Returns whether it is held, so that its time does not count. */
  abstract boolean stopped();

  /** Looks at what has become of it meanwhile. */
  abstract void observe() throws IOException;

  /** Returns its identity as a process, or null if it has none. */
  abstract @Nullable ProcessKey key();

  final ProcessResult.How awaitStop() throws InterruptedException, IOException {
    TimeoutTracker patience = new TimeoutTracker(launch.timeout(), launch.vigil(), startedAt);
    while (true) {
      patience.look(System.nanoTime(), written(), stopped(), launch.vigil().done());
      ProcessResult.How verdict = patience.verdict();
      if (verdict != null) {
        return verdict;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(patience.left()) + 1;
      try {
        return stop.get(Math.min(left, OBSERVE_MILLIS), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        observe();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  final void finish(ProcessResult.How how, @Nullable Integer exitCode, String problem) {
    Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
    ended.complete(new ProcessResult(how, exitCode, problem, begun, took, output, errors, folder));
  }

  /** Asks it to end; its end is told by {@link #ended()}. */
  final void cancel() {
    stop.complete(ProcessResult.How.CANCELLED);
  }

  /**
   * Returns what becomes known when nothing of it is left; fails with an IOException if output
   * could not be kept.
   */
  final CompletableFuture<ProcessResult> ended() {
    return told;
  }

  /** Has {@code body} done when nothing of it is left, before anybody is told of its end. */
  final Managed atEnd(Runnable body) {
    told = ended.whenComplete((how, problem) -> body.run());
    return this;
  }

  /** Returns how many bytes it has written so far. */
  final long written() {
    return output.total() + errors.total();
  }

  /** Returns the session by which it can be gone on with, or null. */
  final @Nullable String session() {
    return launch.vigil().session();
  }

  /** Removes its files, after a failure. */
  final void discard() throws IOException {
    output.close();
    errors.close();
    Folders.delete(folder);
  }
}
