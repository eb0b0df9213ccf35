package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ignored files of one worktree, by name, as they were before a turn. The list is on disk, so
 * that a turn that was lost with its process can be undone too.
 *
 * <p>What a turn has added goes; what it has changed or deleted among the files that were there
 * stays so: to restore it, every turn would have to copy all of them first, a whole build folder.
 */
final class Ignored {

  private final Git git;
  private final Path worktree;
  private final Path list;

  /**
   * The files below {@code worktree}; {@code folder} is git's own for it, where agents do not
   * write.
   */
  Ignored(Git git, Path worktree, Path folder) {
    this.git = git;
    this.worktree = worktree;
    this.list = folder.resolve("aidp-ignored");
  }

  /** Keeps what is there before {@code turn}, unless an earlier start of it has done so. */
  void keep(String turn) {
    if (kept(turn).isEmpty()) {
      write(ImmutableList.<String>builder().add(turn).addAll(present()).build());
    }
  }

  /** Keeps that there is nothing before {@code turn}: the worktree is new. */
  void keepNone(String turn) {
    write(ImmutableList.of(turn));
  }

  /** Removes what {@code turn} has added, as far as it was kept what was there before. */
  void undo(String turn) {
    kept(turn)
        .ifPresent(
            before ->
                present().stream().filter(path -> !before.contains(path)).forEach(this::remove));
  }

  private void remove(String path) {
    Path file;
    try {
      file = worktree.resolve(path);
    } catch (InvalidPathException e) {
      return; // a name that the locale of this process has no letters for
    }
    Removal.of(file);
    Path folder = file.getParent();
    while (folder != null && !folder.equals(worktree) && Removal.ofEmpty(folder)) {
      folder = folder.getParent();
    }
  }

  private List<String> present() {
    return git.fields("ls-files", "--others", "--ignored", "--exclude-standard", "-z");
  }

  private Optional<Set<String>> kept(String turn) {
    try {
      List<String> lines = List.of(Files.readString(list).split("\0", -1));
      return lines.get(0).equals(turn) ? Optional.of(ImmutableSet.copyOf(lines)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Storage.failed("The list " + list + " cannot be read", e);
    }
  }

  /** It appears whole or not at all: half a list would make files new that are not. */
  private void write(List<String> lines) {
    try {
      PrivateFiles.replace(list, String.join("\0", lines));
    } catch (IOException e) {
      throw Storage.failed("The list " + list + " cannot be written", e);
    }
  }
}
