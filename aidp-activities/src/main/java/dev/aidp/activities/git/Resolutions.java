package dev.aidp.activities.git;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.Conflict;
import dev.aidp.git.Resolution;
import dev.aidp.git.Resolution.Settled;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.ResolverScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads resolutions from what a resolver left, and applies them to a merge. */
final class Resolutions {

  /** More faults than this help no resolver. */
  private static final int FAULTS = 20;

  private static final String NO_MODE = "000000";

  private final Git git;
  private final Objects objects;

  Resolutions(Git git) {
    this.git = git;
    this.objects = new Objects(git);
  }

  ResolutionReading read(Conflict conflict, TreeState state, ResolverScope scope) {
    ImmutableSet<String> files = ImmutableSet.copyOf(conflict.files());
    List<String> faults = new ArrayList<>();
    ImmutableSet<String> beside =
        objects.changed(conflict.marked(), state.tree()).stream()
            .filter(path -> !files.contains(path))
            .collect(ImmutableSet.toImmutableSet());
    if (scope == ResolverScope.CONFLICT) {
      beside.forEach(
          path ->
              faults.add(
                  "`" + path + "` was changed, but it has no conflict: put it back as it was."));
    }
    ImmutableSet<String> all = ImmutableSet.<String>builder().addAll(files).addAll(beside).build();
    Map<String, Objects.Entry> before = objects.entries(conflict.marked(), all);
    Map<String, Objects.Entry> after = objects.entries(state.tree(), all);
    for (String file : files) {
      markers(before.get(file), after.get(file))
          .ifPresent(line -> faults.add(leftMarker(file, line)));
    }
    if (!faults.isEmpty()) {
      return new ResolutionReading(null, faults.subList(0, Math.min(FAULTS, faults.size())));
    }
    List<Settled> settled = new ArrayList<>();
    files.forEach(file -> settled.add(settled(file, after.get(file))));
    beside.forEach(file -> settled.add(beside(file, before.get(file), after.get(file))));
    return new ResolutionReading(new Resolution(conflict.key(), settled), List.of());
  }

  private static String leftMarker(String file, int line) {
    return "`"
        + file
        + "` still has a conflict marker in line "
        + line
        + ": settle it and remove the marker lines.";
  }

  private Optional<Integer> markers(Objects.@Nullable Entry before, Objects.@Nullable Entry after) {
    if (after == null || !after.file()) {
      return Optional.empty();
    }
    byte[] marked = before != null && before.file() ? objects.bytes(before.blob()) : new byte[0];
    return Markers.firstLeft(marked, objects.bytes(after.blob()));
  }

  private static Settled settled(String file, Objects.@Nullable Entry entry) {
    return entry == null
        ? new Settled(file, null, NO_MODE)
        : new Settled(file, entry.blob(), entry.mode());
  }

  private static Settled beside(
      String file, Objects.@Nullable Entry before, Objects.@Nullable Entry after) {
    Settled now = settled(file, after);
    return new Settled(file, now.blob(), now.mode(), before == null ? "" : before.blob());
  }

  /**
   * Returns whether {@code resolution} can be used on {@code marked}: what it changed besides the
   * conflicting files must be there as it was, and what it made must still be stored.
   */
  boolean fits(String marked, Resolution resolution) {
    ImmutableSet<String> beside =
        resolution.files().stream()
            .filter(file -> file.before() != null)
            .map(Settled::path)
            .collect(ImmutableSet.toImmutableSet());
    Map<String, Objects.Entry> now = beside.isEmpty() ? Map.of() : objects.entries(marked, beside);
    boolean same =
        resolution.files().stream()
            .filter(file -> file.before() != null)
            .allMatch(file -> file.before().equals(blob(now.get(file.path()))));
    String[] blobs =
        resolution.files().stream()
            .flatMap(file -> Optional.ofNullable(file.blob()).stream())
            .toArray(String[]::new);
    return same
        && (blobs.length == 0 || objects.resolve(blobs).stream().allMatch(Optional::isPresent));
  }

  private static String blob(Objects.@Nullable Entry entry) {
    return entry == null ? "" : entry.blob();
  }

  /** Returns the tree of {@code marked} with the settled files in it. */
  String apply(String marked, Resolution resolution) {
    // Removals first: a file may be settled where a folder was.
    StringBuilder lines = new StringBuilder();
    String none = "0".repeat(marked.length());
    for (Settled file : resolution.files()) {
      lines.append("0 ").append(none).append('\t').append(file.path()).append('\0');
    }
    for (Settled file : resolution.files()) {
      if (file.blob() != null) {
        lines
            .append(file.mode())
            .append(' ')
            .append(file.blob())
            .append('\t')
            .append(file.path())
            .append('\0');
      }
    }
    Path folder = temporaryFolder();
    try {
      Git aside = git.with("GIT_INDEX_FILE", folder.resolve("index").toString());
      aside.done("read-tree", marked);
      aside.reading(lines.toString()).done("update-index", "--replace", "-z", "--index-info");
      return aside.text("write-tree");
    } finally {
      Removal.of(folder);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("aidp-index");
    } catch (IOException e) {
      throw Storage.failed("No temporary folder can be made", e);
    }
  }
}
