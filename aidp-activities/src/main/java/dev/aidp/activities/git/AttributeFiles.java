package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worktree that holds nothing but the {@code .gitattributes} of one commit: git reads them from
 * files even where it merges in the object store, and what they say of merging ({@code
 * merge=union}, {@code conflict-marker-size}) shall hold as in a checkout.
 */
final class AttributeFiles implements AutoCloseable {

  private final Git git;
  private @Nullable Path folder;
  private @Nullable Git reading;

  AttributeFiles(Git git) {
    this.git = git;
  }

  /** Returns a git to which the attributes of {@code commit} hold, or those of an earlier call. */
  Git of(String commit) {
    if (reading == null) {
      List<String> files =
          Stream.of(git.done("ls-tree", "-r", "-z", "--full-tree", commit).octets().split("\0"))
              .filter(AttributeFiles::holdsAttributes)
              .toList();
      reading = files.isEmpty() ? git : written(files);
    }
    return reading;
  }

  /** Says that they may have changed. */
  void outdated() {
    close();
    reading = null;
  }

  /** An entry is {@code MODE TYPE ID\tPATH}; git does not follow links here. */
  private static boolean holdsAttributes(String entry) {
    return entry.startsWith("100")
        && PathChange.ofAttributes(entry.substring(entry.indexOf('\t') + 1));
  }

  private Git written(List<String> entries) {
    Path made = temporaryFolder();
    folder = made;
    Path tree = made.resolve("tree");
    Git there =
        git.with("GIT_INDEX_FILE", made.resolve("index").toString())
            .with("GIT_WORK_TREE", tree.toString())
            .from(tree);
    there
        .readingOctets(String.join("\0", entries) + "\0")
        .done("update-index", "-z", "--index-info");
    there.done("checkout-index", "-a", "-q");
    return git.with("GIT_WORK_TREE", tree.toString()).from(tree);
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("aidp-attributes");
      Files.createDirectory(folder.resolve("tree"));
      return folder;
    } catch (IOException e) {
      throw Storage.failed("No temporary folder can be made", e);
    }
  }

  @Override
  public void close() {
    if (folder != null) {
      Removal.of(folder);
      folder = null;
    }
  }
}
