package dev.aidp;

import com.google.common.collect.ImmutableSet;
import com.google.common.hash.Hashing;
import dev.aidp.activities.artifact.ArtifactSweep;
import dev.aidp.activities.artifact.ReferenceScan;
import dev.aidp.activities.evidence.EvidenceSweep;
import dev.aidp.activities.git.JsonFileCache;
import dev.aidp.activities.layout.Layout;
import dev.aidp.options.PrunePolicy;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.JournalPruning;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Removes of what is kept for all runs together what those that stay do not need. */
final class PruneStore {

  /** A clock of files may be behind ours by so much. */
  private static final Duration CLOCKS = Duration.ofMillis(100);

  /** What somebody has stored and not yet handed on. */
  private static final Duration HANDED_ON = Duration.ofHours(1);

  private static final long LARGEST = 1 << 20;

  private final Layout layout;
  private final Database database;
  private final RunRegistry registry;
  private final ArtifactSweep artifacts;
  private final Predicate<String> owned;

  /**
   * Makes it.
   *
   * @param owned whether somebody works on a run of the native engine
   */
  PruneStore(Layout layout, Database database, RunRegistry registry, Predicate<String> owned) {
    this.layout = layout;
    this.database = database;
    this.registry = registry;
    this.owned = owned;
    this.artifacts = new ArtifactSweep(layout.artifacts());
  }

  /**
   * What went.
   *
   * @param artifacts of artifacts
   * @param remembered of resolutions, results of trial merges, and finished units
   */
  record Swept(ArtifactSweep.Amount artifacts, long remembered) {}

  /**
   * Removes it.
   *
   * @param gone runs that are as if they were not there
   * @param named what runs have named that are gone
   * @param loose evidence that is as if it were not there
   * @param only whether it is only counted
   */
  Swept sweep(
      PruneChoice gone,
      Set<String> named,
      List<EvidenceSweep.Found> loose,
      PrunePolicy policy,
      Instant now,
      boolean only)
      throws IOException {
    List<RunRecord> stay =
        registry.all().stream().filter(run -> !gone.runs().contains(run)).toList();
    Instant before = before(stay, now);
    Instant strays = now.minus(patience(policy));
    Set<String> lost = artifacts.reachable(named);
    ArtifactSweep.Limits limits =
        new ArtifactSweep.Limits(lost::contains, before, strays.isBefore(before) ? strays : before);
    Set<String> needed = artifacts.reachable(roots(stay, gone, loose));
    ArtifactSweep.Amount removed = artifacts.sweep(needed, limits, only);
    if (!only) {
      lost.removeAll(needed);
      registry.keepOnlyNamed(artifacts.there(lost));
    }
    Instant used = now.minus(policy.older());
    for (RunRecord run : stay) {
      used = run.createdAt().isBefore(used) ? run.createdAt() : used;
    }
    long remembered = 0;
    for (Path folder : List.of(layout.resolutions(), layout.trials(), layout.results())) {
      remembered += new JsonFileCache<>(folder, Object.class).forget(used, only);
    }
    return new Swept(removed, remembered);
  }

  /** Workflows of an application's own on Temporal may name what nothing here does. */
  private Duration patience(PrunePolicy policy) {
    return Files.exists(layout.temporal())
        ? longest(policy.older(), Duration.ofDays(1))
        : HANDED_ON;
  }

  static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * What is stored later may yet be named: by a step that is under way, or in the history of a run
   * on Temporal, which is not here.
   */
  private Instant before(List<RunRecord> stay, Instant now) {
    Instant before = now.minus(CLOCKS);
    for (RunRecord run : stay) {
      Instant stored = run.createdAt().minus(HANDED_ON);
      if (run.engine().equals(Engines.TEMPORAL) && stored.isBefore(before)) {
        before = stored;
      }
    }
    for (JournalPruning.RootRun root : database.read(JournalPruning::roots)) {
      if (root.ended().isEmpty() && owned.test(root.id())) {
        Instant step =
            database.read(sql -> JournalPruning.stepsSince(sql, root.id())).orElse(before);
        before = step.isBefore(before) ? step : before;
      }
    }
    return before;
  }

  private Set<String> roots(List<RunRecord> stay, PruneChoice gone, List<EvidenceSweep.Found> loose)
      throws IOException {
    ReferenceScan scan = new ReferenceScan();
    for (RunRecord run : stay) {
      scan.take(run.terms());
      scan.take(run.request());
      scan.take(String.valueOf(run.finished()));
    }
    database.read(
        sql -> {
          JournalPruning.allTexts(sql, gone.roots(), scan::take);
          return scan;
        });
    Set<Path> without =
        loose.stream()
            .flatMap(
                each -> Stream.of(each.file(), each.file().resolveSibling(each.commit() + ".md")))
            .collect(ImmutableSet.toImmutableSet());
    scanAll(layout.evidence(), scan, without);
    scanAll(layout.results(), scan, Set.of());
    Set<Path> theirs =
        gone.runs().stream()
            .flatMap(run -> layout.placesOf(run.id()).stream())
            .collect(ImmutableSet.toImmutableSet());
    for (String folder : List.of("sessions", "verdicts", "io")) {
      scanAll(layout.stateDir().resolve(folder), scan, theirs);
    }
    return scan.found();
  }

  private static void scanAll(Path folder, ReferenceScan scan, Set<Path> without)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
            return without.contains(inside)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && attributes.size() <= LARGEST
                && !without.contains(file)) {
              scanOne(file, scan);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inside, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void scanOne(Path file, ReferenceScan scan) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      scan.take(new ByteArrayInputStream(bytes));
      scan.take(Hashing.sha256().hashBytes(bytes).toString()); // evidence is stored twice
    } catch (NoSuchFileException e) {
      // It was in use and has done its service.
    }
  }
}
