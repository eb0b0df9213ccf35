package dev.aidp.activities.git;

import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which tree Aidp's index of a worktree holds, so that git need not be asked: known as long as the
 * index is the same file.
 *
 * @param state what Aidp keeps of the worktree
 */
record Indexed(Path state) {

  /** Says that {@code index} holds {@code tree}. */
  void write(String tree, Path index) {
    try {
      PrivateFiles.replace(file(), tree + "\n" + stamp(index) + "\n");
    } catch (IOException e) {
      throw Storage.failed("The file " + file() + " cannot be written", e);
    }
  }

  /** Returns the tree that {@code index} holds, if that is known. */
  Optional<String> tree(Path index) {
    try {
      List<String> lines = Files.readAllLines(file());
      String stamp = stamp(index);
      return lines.size() == 2 && !stamp.isEmpty() && lines.get(1).equals(stamp)
          ? Optional.of(lines.get(0))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Storage.failed("The file " + file() + " cannot be read", e);
    }
  }

  /** Returns what changes whenever a file is written, or nothing where that cannot be told. */
  static String stamp(Path file) {
    try {
      return Files.getAttribute(file, "unix:ctime")
          + " "
          + Files.getAttribute(file, "unix:ino")
          + " "
          + Files.size(file);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private Path file() {
    return state.resolve("indexed");
  }
}
