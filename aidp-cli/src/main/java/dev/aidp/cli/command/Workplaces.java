package dev.aidp.cli.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.WorkerStatus;
import dev.aidp.activities.clone.CloneCache;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The repositories that a worker works in: the one that is there, or clones of its own. */
final class Workplaces implements AutoCloseable {

  private final List<CloneCache.Clone> clones = new ArrayList<>();
  private final List<Aidp> opened = new ArrayList<>();

  private Workplaces() {}

  /** Opens the repository around. */
  static Workplaces here(Shell shell, Common common, Config config) {
    Workplaces places = new Workplaces();
    places.opened.add(Session.open(shell, common, config).aidp());
    return places;
  }

  /** Opens clones of {@code urls}, and removes clones that were not used for long. */
  static Workplaces clones(Shell shell, Config config, List<String> urls) {
    if (!config.engine().equals("temporal")) {
      throw new UsageException(
          "A clone of its own is of use to a worker on Temporal only.",
          "--repository",
          "Say --engine temporal, or leave --repository out.");
    }
    CloneCache cache = CloneCache.ofUser(shell.environment());
    Workplaces places = new Workplaces();
    try {
      for (String url : urls.stream().map(url -> absolute(shell, url)).distinct().toList()) {
        CloneCache.Clone clone = cache.open(url);
        places.clones.add(clone);
        places.opened.add(
            Aidp.open(
                clone.top(),
                by(url, config.options()),
                Extensions.none().withProviders(config.providers())));
      }
      cache.clean(config.clonesKept());
      return places;
    } catch (RuntimeException e) {
      places.close();
      throw e;
    }
  }

  /** What such a clone makes goes where it came from, unless another hub is named. */
  private static AidpOptions by(String url, AidpOptions options) {
    return options.repository().hub() == null
        ? options.withRepository(options.repository().withHub(url))
        : options;
  }

  /** A path is one from the working directory; git would take it from the cache. */
  private static String absolute(Shell shell, String url) {
    Path folder = shell.directory().resolve(url).normalize();
    return Files.isDirectory(folder) ? folder.toString() : url;
  }

  void work(String engine) {
    opened.forEach(aidp -> aidp.work(engine));
  }

  /** All take nothing new from now on, and have the same time. */
  void drain(Duration limit) {
    CompletableFuture<?>[] drains =
        opened.stream()
            .map(
                aidp ->
                    CompletableFuture.runAsync(
                        () -> aidp.drain(limit), drain -> new Thread(drain, "aidp-drain").start()))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(drains).join();
  }

  WorkerStatus status() {
    return opened.stream().map(Aidp::workerStatus).reduce(WorkerStatus::and).orElseThrow();
  }

  @Override
  public String toString() {
    return opened.stream().map(aidp -> aidp.top().toString()).collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    ImmutableList.copyOf(opened).reverse().forEach(Aidp::close);
    clones.forEach(CloneCache.Clone::close);
  }
}
