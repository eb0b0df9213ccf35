package dev.aidp.activities.artifact;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.process.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes from an artifact store what nobody refers to, beside processes that store and read. One
 * at a time.
 *
 * <p>A file is first set aside, where {@link ContentStore} still finds it, then looked at once
 * more: whoever stores the same bytes meanwhile has touched it or made it anew.
 */
public final class ArtifactSweep {

  /** Whoever has written one for so long is dead. */
  private static final Duration LONGEST_DRAFT = Duration.ofDays(1);

  private final Path folder;
  private final Path aside;

  /** Makes one of the store in {@code folder}, which need not exist. */
  public ArtifactSweep(Path folder) {
    this.folder = folder;
    this.aside = aside(folder);
  }

  static Path aside(Path folder) {
    return folder.resolve("aside");
  }

  /**
   * What may be removed of what is not needed.
   *
   * @param named what only runs have named that are gone
   * @param before of that, what was last stored before this
   * @param strays of all else, what was last stored before this
   */
  public record Limits(Predicate<String> named, Instant before, Instant strays) {
    boolean reach(String ref, Instant stored) {
      return stored.isBefore(before) && (stored.isBefore(strays) || named.test(ref));
    }
  }

  /**
   * A number of files.
   *
   * @param count how many
   * @param bytes how large they are together
   */
  public record Amount(long count, long bytes) {
    private Amount and(long size) {
      return new Amount(count + 1, bytes + size);
    }
  }

  /** Returns {@code roots} and all that what they name refers to in turn. */
  public Set<String> reachable(Set<String> roots) throws IOException {
    Set<String> reached = new HashSet<>(roots);
    Deque<String> next = new ArrayDeque<>(roots);
    while (!next.isEmpty()) {
      try {
        named(place(next.pop())).stream().filter(reached::add).forEach(next::push);
      } catch (NoSuchFileException e) {
        // It is not here, and names nothing.
      }
    }
    return reached;
  }

  /** Returns what an artifact names. Outputs and prompts name nothing; they may be large. */
  static Set<String> named(Path artifact) throws IOException {
    ReferenceScan scan = new ReferenceScan();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(artifact))) {
      bytes.mark(1);
      int first = bytes.read();
      bytes.reset();
      if (first == '{' || first == '[') {
        scan.take(bytes);
      }
    }
    return scan.found();
  }

  /**
   * Removes what is not {@code needed}, within {@code limits}.
   *
   * @param only whether it is only counted
   */
  public Amount sweep(Set<String> needed, Limits limits, boolean only) throws IOException {
    if (!only) {
      settle(needed, limits);
      discardDrafts(Instant.now().minus(LONGEST_DRAFT));
    }
    Amount removed = new Amount(0, 0);
    for (Path group : files(folder, "??")) {
      for (Path file : files(group, "*")) {
        String ref = group.getFileName().toString() + file.getFileName();
        removed = needed.contains(ref) ? removed : swept(ref, file, limits, only, removed);
      }
      if (!only) {
        discardEmpty(group);
      }
    }
    return removed;
  }

  /** Returns those of {@code refs} that are stored. */
  public Set<String> there(Set<String> refs) {
    return refs.stream()
        .filter(ref -> Files.exists(place(ref)))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns how much is stored. */
  public Amount all() throws IOException {
    Amount all = new Amount(0, 0);
    for (Path group : files(folder, "??")) {
      for (Path file : files(group, "*")) {
        all = all.and(size(file));
      }
    }
    return all;
  }

  private Amount swept(String ref, Path file, Limits limits, boolean only, Amount before)
      throws IOException {
    try {
      long size = Files.size(file);
      if (!limits.reach(ref, stored(file))) {
        return before;
      }
      if (only) {
        return before.and(size);
      }
      Path held = PrivateFiles.folder(aside).resolve(ref);
      Files.move(file, held, StandardCopyOption.ATOMIC_MOVE);
      return removed(ref, held, limits) ? before.and(size) : before;
    } catch (NoSuchFileException e) {
      return before;
    }
  }

  /** Returns false if somebody has stored it once more just before it was set aside. */
  private boolean removed(String ref, Path held, Limits limits) throws IOException {
    if (limits.reach(ref, stored(held))) {
      Files.deleteIfExists(held);
      return true;
    }
    putBack(ref, held);
    return false;
  }

  private void putBack(String ref, Path held) throws IOException {
    Path place = place(ref);
    PrivateFiles.folder(place.resolveSibling(""));
    Files.move(held, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What was set aside by one that was killed is looked at again. */
  private void settle(Set<String> needed, Limits limits) throws IOException {
    for (Path held : files(aside, "*")) {
      String ref = held.getFileName().toString();
      if (needed.contains(ref)) {
        putBack(ref, held);
      } else {
        removed(ref, held, limits);
      }
    }
  }

  private void discardDrafts(Instant before) throws IOException {
    for (Path draft : files(Draft.folder(folder), "*")) {
      try {
        if (stored(draft).isBefore(before)) {
          Files.deleteIfExists(draft);
        }
      } catch (NoSuchFileException e) {
        // It has become an artifact.
      }
    }
  }

  private static void discardEmpty(Path group) throws IOException {
    try {
      Files.deleteIfExists(group);
    } catch (DirectoryNotEmptyException e) {
      // Some of it stays.
    }
  }

  private Path place(String ref) {
    return folder.resolve(ref.substring(0, 2)).resolve(ref.substring(2));
  }

  private static Instant stored(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static List<Path> files(Path folder, String names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, names)) {
      return ImmutableList.copyOf(files);
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    }
  }
}
