package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What Aidp has brought into a working copy besides its tree, such as a link to installed packages:
 * it stays when the copy is put back, and is never recorded, whether it is ignored or not. The
 * pattern {@code node_modules/} ignores no link.
 */
final class LinkedFiles {

  private final Path list;

  /** That of the working copy of which {@code state} is kept. */
  LinkedFiles(Path state) {
    this.list = state.resolve("brought");
  }

  /** Says what all of it is, as paths from the top. */
  void are(Collection<String> paths) {
    try {
      if (!List.copyOf(paths).equals(paths())) {
        PrivateFiles.folderOf(list);
        PrivateFiles.write(list, String.join("\0", paths));
      }
    } catch (IOException e) {
      throw Storage.failed("The list " + list + " cannot be written", e);
    }
  }

  /** Returns what all of it is. */
  ImmutableList<String> paths() {
    try {
      String text = Files.readString(list);
      return text.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(text.split("\0", -1));
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    } catch (IOException e) {
      throw Storage.failed("The list " + list + " cannot be read", e);
    }
  }

  /** Returns patterns that ignore exactly that, as in an exclude file. */
  ImmutableList<String> patterns() {
    return paths().stream()
        .filter(path -> path.indexOf('\n') < 0)
        .map(path -> "/" + path.replaceAll("[\\\\*?\\[\\]!# ]", "\\\\$0"))
        .collect(ImmutableList.toImmutableList());
  }

  /** Drops from the index of {@code git} what {@code tree} has not. */
  void drop(Git git, String tree) {
    ImmutableList<String> all = paths();
    if (all.isEmpty()) {
      return;
    }
    Set<String> strays = new LinkedHashSet<>(git.fields(below(all, "ls-files", "-z", "--")));
    strays.removeAll(
        git.fields(below(all, "ls-tree", "-r", "-z", "--name-only", "--full-tree", tree)));
    if (!strays.isEmpty()) {
      git.reading(String.join("\0", strays) + "\0")
          .done("update-index", "--force-remove", "-z", "--stdin");
    }
  }

  private static String[] below(List<String> paths, String... command) {
    return ImmutableList.<String>builder()
        .add(command)
        .addAll(paths)
        .build()
        .toArray(String[]::new);
  }
}
