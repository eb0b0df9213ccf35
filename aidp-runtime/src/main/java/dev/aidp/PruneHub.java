package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs have left on a hub, and what has come from there. Of runs that others have started and
 * whose steps were performed here, what is here may go once their service says that they have
 * ended; what is there is for those to remove who have them on their list.
 */
final class PruneHub {

  private static final Logger LOG = LoggerFactory.getLogger(PruneHub.class);

  /** A service forgets a run, and may not know one yet, or by another name. */
  private static final Duration UNKNOWN = Duration.ofDays(1);

  private final Layout layout;
  private final RunRegistry registry;
  private final Optional<Hub> hub;
  private final Supplier<ServiceRuns> service;

  /**
   * Makes it.
   *
   * @param service is asked how runs stand, if there are any
   */
  PruneHub(Layout layout, RunRegistry registry, Optional<Hub> hub, Supplier<ServiceRuns> service) {
    this.layout = layout;
    this.registry = registry;
    this.hub = hub;
    this.service = service;
  }

  /** Returns those that have ended and of which nothing was touched for {@code older}. */
  ImmutableList<String> over(Duration older, Instant now) {
    Set<String> own = registry.all().stream().map(RunRecord::id).collect(Collectors.toSet());
    Map<String, Instant> served = hub.map(at -> at.sweep().served()).orElseGet(TreeMap::new);
    served.keySet().removeIf(id -> !Names.isRun(id) || own.contains(id));
    if (served.isEmpty()) {
      return ImmutableList.of();
    }
    try (ServiceRuns runs = service.get()) {
      return served.entrySet().stream()
          .filter(
              each -> over(runs, each.getKey(), last(each.getKey(), each.getValue()), older, now))
          .map(Map.Entry::getKey)
          .collect(ImmutableList.toImmutableList());
    } catch (UnusableException | UsageException e) {
      LOG.debug("What others' runs have left here goes later: {}", e.toString());
      return ImmutableList.of();
    }
  }

  /** Removes what is left of runs that are off the list. */
  void forget(List<RunRegistry.Pruned> off, UnaryOperator<Set<String>> unpublished) {
    List<String> own = ids(off, run -> run.generation() > 0);
    List<String> others = ids(off, run -> run.generation() == 0);
    try {
      if (!others.isEmpty()) {
        hub.ifPresent(at -> at.sweep().forgetHere(others, unpublished));
      }
      if (!own.isEmpty()) {
        hub.ifPresent(at -> at.sweep().forget(own, unpublished));
      }
    } catch (UnusableException e) {
      // Nothing of it is in anybody's way.
      LOG.warn("What is kept of pruned runs on the hub stays: {}", e.getMessage());
    }
  }

  private List<String> ids(List<RunRegistry.Pruned> off, Predicate<RunRegistry.Pruned> which) {
    return off.stream()
        .filter(which)
        .map(RunRegistry.Pruned::id)
        .filter(id -> registry.find(id).isEmpty()) // begun anew, it goes on with what is there
        .toList();
  }

  private static boolean over(
      ServiceRuns runs, String id, Instant last, Duration older, Instant now) {
    if (last.isAfter(now.minus(older))) {
      return false;
    }
    return switch (runs.condition(id)) {
      case ENDED -> true;
      case ABSENT -> last.isBefore(now.minus(PruneStore.longest(older, UNKNOWN)));
      case OWNED, ORPHANED -> false;
    };
  }

  /** Returns when something of it was touched last. */
  private Instant last(String run, Instant named) {
    Instant last = named;
    for (Path place : layout.placesOf(run)) {
      last = later(last, place);
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(place)) {
        for (Path file : inside) {
          last = later(last, file);
        }
      } catch (NotDirectoryException | NoSuchFileException e) {
        // There is none.
      } catch (IOException e) {
        return Instant.MAX;
      }
    }
    return last;
  }

  private static Instant later(Instant last, Path file) {
    try {
      Instant touched = Files.getLastModifiedTime(file).toInstant();
      return touched.isAfter(last) ? touched : last;
    } catch (IOException e) {
      return last;
    }
  }
}
