package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.aidp.activities.git.Removal;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Work;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.JournalPruning;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.spending.SqlLedger;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is left of runs that are off the list, in transactions: nobody begins a run with the
 * same id meanwhile.
 */
final class PruneLeft {

  private static final Logger LOG = LoggerFactory.getLogger(PruneLeft.class);

  private final Layout layout;
  private final Database database;
  private final RunRefs refs;

  PruneLeft(Layout layout, Database database) {
    this.layout = layout;
    this.database = database;
    this.refs = new RunRefs(layout);
  }

  /** Removes what is left of {@code batch}, and returns how many snapshots that was. */
  long finish(List<RunRegistry.Pruned> batch) {
    ImmutableListMultimap<String, String> snapshots = refs.ofRuns();
    return database.write(
        sql -> {
          long removed = 0;
          for (RunRegistry.Pruned run : RunRegistry.pruned(sql)) {
            if (batch.contains(run) && movedAway(run.id())) {
              refs.remove(snapshots.get(run.id()));
              removed += snapshots.get(run.id()).size();
              JournalPruning.forget(sql, run.engineIds());
              SqlLedger.forget(sql, run.id());
              RunRegistry.gone(sql, run);
            }
          }
          return removed;
        });
  }

  private boolean movedAway(String run) {
    try {
      OrphanReaper leftovers = new OrphanReaper(layout.processes());
      for (Path unit : inside(layout.processes().resolve(run))) {
        leftovers.end(new Work(run, 1, unit.getFileName().toString(), 1));
      }
      for (Path place : layout.placesOf(run)) {
        if (Files.exists(place)) {
          Path bin = PrivateFiles.folder(layout.removed());
          Files.move(place, bin.resolve(UUID.randomUUID().toString()));
        }
      }
      return true;
    } catch (IOException | UnusableException e) {
      LOG.warn("What the run {} has left stays: {}", run, e.getMessage());
      return false;
    }
  }

  /** Removes what was moved out of the way. */
  void discardMoved() throws IOException {
    for (Path moved : inside(layout.removed())) {
      try {
        Removal.of(moved);
      } catch (RuntimeException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  private static List<Path> inside(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return ImmutableList.copyOf(files);
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    }
  }
}
