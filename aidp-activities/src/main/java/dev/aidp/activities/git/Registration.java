package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Git's own folder of a worktree, {@code .git/worktrees/NAME}. It is named to git in every call:
 * what an agent did to the worktree's {@code .git} file must not lead us into the user's repository
 * around it.
 *
 * @param folder that folder
 * @param worktree the worktree
 */
record Registration(Path folder, Path worktree) {

  /**
   * What an operation that an agent began and never ended leaves, and locks of a git that was
   * killed.
   */
  private static final List<String> UNFINISHED =
      List.of(
          "index.lock",
          "HEAD.lock",
          "MERGE_HEAD",
          "MERGE_MSG",
          "MERGE_MODE",
          "MERGE_RR",
          "AUTO_MERGE",
          "SQUASH_MSG",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "REBASE_HEAD",
          "BISECT_LOG",
          "BISECT_START",
          "rebase-merge",
          "rebase-apply",
          "sequencer");

  private static final Pattern HEAD = Pattern.compile("(ref: refs/.*|[0-9a-f]{40,64})\\s*");

  /** Finds the one of {@code worktree}, whole or not. */
  static Optional<Registration> of(Path gitDir, Path worktree) {
    Path all = gitDir.resolve("worktrees");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        // It is relative where worktree.useRelativePaths is set.
        if (folder
            .resolve(line(folder.resolve("gitdir")))
            .normalize()
            .equals(worktree.resolve(".git"))) {
          return Optional.of(new Registration(folder, worktree));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw Storage.failed("The folder " + all + " cannot be read", e);
    }
  }

  /** Returns whether git can work with it. */
  boolean whole() {
    return HEAD.matcher(line(folder.resolve("HEAD"))).matches()
        && !line(folder.resolve("commondir")).isEmpty()
        && !line(folder.resolve("locked")).equals("initializing");
  }

  /** Makes the worktree's {@code .git} file what git had made it. */
  void repair() {
    Path file = worktree.resolve(".git");
    String content = "gitdir: " + folder + "\n";
    try {
      Files.createDirectories(worktree);
      if (!Files.isRegularFile(file)
          || Files.isSymbolicLink(file)
          || !line(file).equals(content.strip())) {
        Removal.of(file);
        Files.writeString(file, content);
      }
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }

  /** Forgets that the user's own worktree, from which git copies, has only parts of the tree. */
  void checkOutAll() {
    if (Files.exists(folder.resolve("config.worktree"))) {
      Git.in(folder, worktree).done("config", "--worktree", "core.sparseCheckout", "false");
    }
    Removal.of(folder.resolve("info").resolve("sparse-checkout"));
  }

  /** Whoever writes files by way of the index holds its lock, a git of a dead process too. */
  void abandonUnfinished() {
    if (Files.exists(folder.resolve("index.lock"))) {
      LeftGits.end(worktree);
    }
    UNFINISHED.forEach(name -> Removal.of(folder.resolve(name)));
  }

  private static String line(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be read", e);
    }
  }
}
