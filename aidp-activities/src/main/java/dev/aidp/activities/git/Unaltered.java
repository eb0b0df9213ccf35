package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Files that are not stored as their attributes want: staging one that nobody has touched gives
 * another blob (line ends, a clean filter, LFS). Such a difference is nobody's change.
 */
record Unaltered(Git git, Path worktree) {

  private static final ImmutableSet<String> CONVERTING =
      ImmutableSet.of("text", "crlf", "eol", "filter", "ident", "working-tree-encoding");

  /** Returns those of {@code changes} against {@code tree} that are only this. */
  ImmutableList<RawChange> among(String tree, List<RawChange> changes) {
    List<RawChange> edited = changes.stream().filter(RawChange::edited).toList();
    List<RawChange> converted = edited.isEmpty() ? edited : converted(edited);
    return converted.isEmpty() ? ImmutableList.of() : same(tree, converted);
  }

  private List<RawChange> converted(List<RawChange> edited) {
    GitResult crlf = git.run("config", "core.autocrlf");
    if (crlf.ok() && !crlf.line().equals("false")) {
      return edited;
    }
    // Path, attribute and value, one after the other; only those that are set are listed.
    List<String> fields =
        git.reading(lines(edited)).run("check-attr", "-z", "--all", "--stdin").fields();
    ImmutableSet.Builder<String> converting = ImmutableSet.builder();
    for (int i = 0; i + 2 < fields.size(); i += 3) {
      if (CONVERTING.contains(fields.get(i + 1))) {
        converting.add(fields.get(i));
      }
    }
    ImmutableSet<String> paths = converting.build();
    return edited.stream().filter(change -> paths.contains(change.path())).toList();
  }

  /** Checks the files out as they were, stages them, and compares. */
  private ImmutableList<RawChange> same(String tree, List<RawChange> converted) {
    Path scratch = scratch();
    try {
      Path files = Files.createDirectories(scratch.resolve("files"));
      Git aside =
          git.with("GIT_WORK_TREE", files.toString())
              .with("GIT_INDEX_FILE", scratch.resolve("index").toString())
              .from(files);
      aside.done("read-tree", tree);
      Git reading = aside.reading(lines(converted));
      if (!reading.run("checkout-index", "-f", "-q", "-z", "--stdin").ok()
          || !reading.run("update-index", "-z", "--stdin").ok()) {
        return ImmutableList.of(); // a filter that cannot do its work now: taken as altered
      }
      Map<String, String> untouched =
          RawChange.staged(aside, tree).stream()
              .collect(Collectors.toMap(RawChange::path, RawChange::newId));
      return converted.stream()
          .filter(change -> change.newId().equals(untouched.get(change.path())))
          .collect(ImmutableList.toImmutableList());
    } catch (IOException e) {
      throw Storage.failed("A folder for comparing files cannot be made", e);
    } finally {
      Removal.of(scratch);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("aidp-unaltered");
    } catch (IOException e) {
      throw Storage.failed("No temporary folder can be made", e);
    }
  }

  private static String lines(List<RawChange> changes) {
    return changes.stream().map(change -> change.path() + "\0").collect(Collectors.joining());
  }
}
