package dev.aidp;

import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.registry.RunRegistry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What Aidp keeps in a repository, working copies not counted.
 *
 * @param runs how many runs are listed
 * @param databaseBytes the size of the database, its log included
 * @param artifacts how many artifacts there are
 * @param artifactBytes how large they are together
 * @param otherBytes the size of logs and evidence
 * @param refs how many refs below {@code refs/aidp}
 */
public record StoreSize(
    long runs, long databaseBytes, long artifacts, long artifactBytes, long otherBytes, long refs) {

  /**
   * Looks at the repository around {@code place}; makes nothing there.
   *
   * @throws dev.aidp.failure.UsageException if there is none
   */
  public static StoreSize of(Path place) {
    Layout layout = Layout.seen(place);
    if (!Files.exists(layout.database())) {
      return of(layout, 0);
    }
    try (Database database = Database.open(layout.database())) {
      return of(layout, new RunRegistry(database).all().size());
    }
  }

  static StoreSize of(Layout layout, long runs) {
    try {
      ArtifactSweep.Amount artifacts = new ArtifactSweep(layout.artifacts()).all();
      long database = 0;
      for (String suffix : List.of("", "-wal", "-shm")) {
        database += layout.database().resolveSibling("aidp.db" + suffix).toFile().length();
      }
      return new StoreSize(
          runs,
          database,
          artifacts.count(),
          artifacts.bytes(),
          bytes(layout.stateDir().resolve("logs")) + bytes(layout.evidence()),
          new RunRefs(layout).count());
    } catch (IOException e) {
      throw UnusableException.ofStorage("What is in " + layout.stateDir() + " cannot be seen", e);
    }
  }

  private static long bytes(Path folder) throws IOException {
    AtomicLong sum = new AtomicLong();
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return sum.get();
  }
}
