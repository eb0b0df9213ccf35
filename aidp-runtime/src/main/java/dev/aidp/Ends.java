package dev.aidp;

import dev.aidp.runtime.view.RunView;
import dev.aidp.workflow.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of the ends of the runs that this process works on, of each once. */
final class Ends implements AutoCloseable {

  /** What has ended is written down in a moment, unless the disk hangs. */
  private static final long PATIENCE_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);

  private final Map<String, CompletableFuture<RunView>> ends = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<RunView>> ended = new ConcurrentHashMap<>();

  /** Does {@code then} once {@code run} has ended; one that is interrupted has not. */
  void follow(
      String run,
      Supplier<CompletableFuture<? extends Outcome<?>>> result,
      Function<Outcome<?>, RunView> then) {
    CompletableFuture<RunView> told = new CompletableFuture<>();
    if (ends.putIfAbsent(run, told) != null) {
      return;
    }
    try {
      var unused =
          result
              .get()
              .whenComplete((outcome, e) -> begin(run, e != null, told))
              .thenApply(then::apply)
              .whenComplete((view, e) -> end(run, view, e, told));
    } catch (RuntimeException e) {
      end(run, null, e, told);
      throw e;
    }
  }

  /** Returns what comes of the end of {@code run}, if that is followed here. */
  Optional<CompletableFuture<RunView>> of(String run) {
    return Optional.ofNullable(ends.get(run)).map(CompletableFuture::copy);
  }

  /** Whoever closes waits only for what has ended already. */
  private void begin(String run, boolean interrupted, CompletableFuture<RunView> told) {
    if (!interrupted) {
      ended.put(run, told);
    }
  }

  private void end(
      String run,
      @Nullable RunView view,
      @Nullable Throwable thrown,
      CompletableFuture<RunView> told) {
    ends.remove(run, told);
    ended.remove(run, told);
    if (thrown != null) {
      LOG.debug("The end of {} is not kept here: {}", run, thrown.toString());
      told.completeExceptionally(
          thrown instanceof CompletionException && thrown.getCause() != null
              ? thrown.getCause()
              : thrown);
    } else {
      told.complete(view);
    }
  }

  /** Waits for what is to be done of ends that were heard of. */
  @Override
  public void close() {
    CompletableFuture.allOf(ended.values().toArray(CompletableFuture[]::new))
        .handle((nothing, e) -> true)
        .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
