package dev.aidp.activities.git;

import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a working copy was last put to, on disk.
 *
 * @param state the folder of what Aidp keeps of it
 */
record Restored(Path state) {

  /**
   * What it was put to.
   *
   * @param tree the tree
   * @param head the commit
   * @param index what the agent's index looked like then: as long as it does, no git has written it
   */
  record Point(String tree, String head, String index) {

    static Point of(TreeState state) {
      return new Point(state.tree(), state.head(), "");
    }

    boolean untouched(Path worktree) {
      return !index.isEmpty() && index.equals(stamp(worktree));
    }
  }

  void write(TreeState wanted, Path worktree) {
    try {
      PrivateFiles.replace(
          file(), String.join("\n", wanted.tree(), wanted.head(), stamp(worktree)) + "\n");
    } catch (IOException e) {
      throw Storage.failed("The file " + file() + " cannot be written", e);
    }
  }

  Optional<Point> read() {
    try {
      List<String> lines = Files.readAllLines(file(), StandardCharsets.UTF_8);
      return lines.size() == 3
          ? Optional.of(new Point(lines.get(0), lines.get(1), lines.get(2)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Storage.failed("The file " + file() + " cannot be read", e);
    }
  }

  private static String stamp(Path worktree) {
    return Indexed.stamp(worktree.resolve(".git").resolve("index"));
  }

  private Path file() {
    return state.resolve("restored");
  }
}
