package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * What people see of changes: patches that can be applied, whatever their git is set to show, of
 * trees and of working copies that somebody works in. It writes nothing but a file of its own.
 */
public final class Differences {

  private final Layout layout;
  private final ImmutableList<String> form;

  /**
   * Makes them.
   *
   * @param stat whether they are only counted, a line for each file
   */
  public Differences(Layout layout, boolean stat) {
    this.layout = layout;
    this.form =
        ImmutableList.of(
            stat ? "--stat" : "-p", "--no-ext-diff", "--no-textconv", "--find-renames");
  }

  /** Returns what differs between two commits or trees. */
  public byte[] between(String from, String to) {
    return Git.in(layout.gitDir()).done(words("diff-tree", "-r", from, to)).bytes();
  }

  /** Returns whether the working copy of {@code work} is there. */
  public boolean stands(Work work) {
    return Files.isDirectory(layout.worktree(work), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns how the files in the working copy of {@code work}, as they lie there, differ. */
  public byte[] until(Work work, String from) {
    Path copy = null;
    try {
      copy = Files.createTempFile("aidp", ".index");
      Path index = layout.worktreeState(work).resolve("index");
      Git git =
          Git.in(layout.gitDir(), layout.worktree(work)).with("GIT_INDEX_FILE", copy.toString());
      if (Files.exists(index)) {
        Files.write(copy, Files.readAllBytes(index));
      } else {
        Files.delete(copy);
        git.done("read-tree", from);
      }
      git.run("add", "-A", "-N", "--sparse", "--ignore-errors");
      git.run("update-index", "-q", "--refresh");
      return git.done(words("diff-index", from)).bytes();
    } catch (IOException e) {
      throw Storage.failed("A temporary file cannot be written", e);
    } finally {
      if (copy != null) {
        Removal.of(copy);
        Removal.of(copy.resolveSibling(copy.getFileName() + ".lock"));
      }
    }
  }

  private String[] words(String command, String... more) {
    ImmutableList.Builder<String> words = ImmutableList.<String>builder().add(command);
    return words.addAll(form).add(more).build().toArray(String[]::new);
  }
}
