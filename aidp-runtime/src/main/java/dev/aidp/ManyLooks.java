package dev.aidp;

import com.google.common.collect.Lists;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.view.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at many runs of a service, for a limited time: each costs some calls, so several are looked
 * at side by side.
 */
final class ManyLooks {

  private static final int AT_ONCE = 16;

  private final Duration patience;

  /** Makes one that says of what it could not look at within {@code patience} that it did not. */
  ManyLooks(Duration patience) {
    this.patience = patience;
  }

  /** Returns the first of {@code runs} that {@code filter} wants, and how they stand. */
  Map<RunHandle, RunView> at(List<ServiceRun> runs, RunFilter filter) {
    Map<RunHandle, RunView> looked = new LinkedHashMap<>();
    long limit = System.nanoTime() + patience.toNanos();
    ExecutorService looking = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (List<ServiceRun> some : Lists.partition(runs, 2 * AT_ONCE)) {
        Map<ServiceRun, CompletableFuture<Optional<RunView>>> views = new LinkedHashMap<>();
        for (ServiceRun run : some) {
          views.put(run, CompletableFuture.supplyAsync(() -> listed(run), looking));
        }
        for (var each : views.entrySet()) {
          Optional<RunView> view = joined(each.getKey(), each.getValue(), limit);
          if (looked.size() < filter.limit() && view.filter(filter::test).isPresent()) {
            looked.put(each.getKey(), view.get());
          }
        }
        if (looked.size() == filter.limit()) {
          break;
        }
      }
      return looked;
    } finally {
      looking.shutdownNow();
    }
  }

  private static Optional<RunView> listed(ServiceRun run) {
    try {
      return Optional.of(run.listed());
    } catch (NotFoundException e) {
      return Optional.empty(); // the service has just forgotten it
    }
  }

  private Optional<RunView> joined(
      ServiceRun run, CompletableFuture<Optional<RunView>> looked, long limit) {
    try {
      return looked.get(Math.max(0, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Optional.of(
          run.unseen(
              new UnusableException(
                  "It was not looked at: the list took longer than %d s."
                      .formatted(patience.toSeconds()),
                  "Ask for fewer runs, or for it alone.")));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException own ? own : new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableException("Looking was interrupted.", "Ask again.", e);
    }
  }
}
