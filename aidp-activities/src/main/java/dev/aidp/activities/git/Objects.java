package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Questions to the object store. */
record Objects(Git git) {

  private static final Pattern COUNTED =
      Pattern.compile(
          "^ (\\d+) files? changed(?:, (\\d+) insertions?\\(\\+\\))?(?:, (\\d+) deletions?\\(-\\))?");

  /** A line that names no trees is said back at once. */
  private static final String END = "end";

  /** A file in a tree. */
  record Entry(String mode, String blob) {

    /** Returns whether it holds bytes, rather than a link or a repository. */
    boolean file() {
      return mode.startsWith("100");
    }
  }

  /** Returns what each of {@code names} stands for, in their order. */
  ImmutableList<Optional<String>> resolve(String... names) {
    String[] lookup = {"cat-file", "--batch-check"};
    List<String> lines =
        git.ask(List.of(names), names.length, lookup)
            .orElseGet(
                () -> git.reading(String.join("\n", names) + "\n").text(lookup).lines().toList());
    return lines.stream()
        .map(
            line ->
                line.endsWith(" missing") || line.endsWith(" ambiguous")
                    ? Optional.<String>empty()
                    : first(line))
        .collect(ImmutableList.toImmutableList());
  }

  private static Optional<String> first(String line) {
    return Optional.of(line.substring(0, line.indexOf(' ')));
  }

  /** Returns the state that a clean checkout of {@code commit} has. */
  TreeState state(String commit) {
    String tree = commit + "^{tree}";
    return new TreeState(
        resolve(tree)
            .get(0)
            .orElseGet(() -> git.text("rev-parse", "--verify", "--end-of-options", tree)),
        commit);
  }

  boolean ancestor(String older, String newer) {
    if (older.equals(newer)) {
      return true;
    }
    GitResult answer = git.run("merge-base", "--is-ancestor", older, newer);
    if (answer.exit() > 1) {
      throw Git.failed(answer, "merge-base", "--is-ancestor", older, newer);
    }
    return answer.ok();
  }

  /** Returns whether {@code commit}, which has one parent or none, changes nothing. */
  boolean empty(OwnCommit commit) {
    return commit.parents().size() == 1
        && state(commit.parents().get(0)).tree().equals(commit.tree());
  }

  /** Returns the paths that differ, both paths of a renamed file among them. */
  List<String> changed(String from, String to) {
    return git.fields("diff-tree", "-r", "-z", "--name-only", "--no-renames", from, to);
  }

  /** Counts what differs between two commits or trees. */
  Changes changes(String from, String to) {
    List<String> trees =
        resolve(from + "^{tree}", to + "^{tree}").stream().flatMap(Optional::stream).toList();
    boolean both = trees.size() == 2;
    if (both && trees.get(0).equals(trees.get(1))) {
      return Changes.NONE;
    }
    return (both ? counted(trees) : diff(from, to))
        .stream()
            .map(COUNTED::matcher)
            .filter(Matcher::find)
            .findFirst()
            .map(Objects::counted)
            .orElse(Changes.NONE);
  }

  /** Of trees it says which two, and then how much; of anything else, nothing or more. */
  private List<String> counted(List<String> trees) {
    String[] lookup = {"diff-tree", "-r", "--stdin", "--shortstat", "--no-renames"};
    List<String> asked = List.of(String.join(" ", trees), END);
    return git.ask(asked, asked.size() + 1, lookup)
        .orElseGet(() -> diff(trees.get(0), trees.get(1)));
  }

  private List<String> diff(String from, String to) {
    return git.text("diff-tree", "-r", "--shortstat", "--no-renames", from, to).lines().toList();
  }

  private static Changes counted(Matcher found) {
    return new Changes(count(found.group(1)), count(found.group(2)), count(found.group(3)));
  }

  private static int count(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  /** Returns the files of {@code tree} at those of {@code paths} where there is one. */
  Map<String, Entry> entries(String tree, Set<String> paths) {
    // The paths are not named to git: an argument is encoded by the locale, its output never is.
    Map<String, Entry> found = new LinkedHashMap<>();
    for (String line : git.fields("ls-tree", "-r", "-z", "--full-tree", tree)) {
      int tab = line.indexOf('\t');
      String path = line.substring(tab + 1);
      if (paths.contains(path)) {
        String[] words = line.substring(0, tab).split(" ", -1);
        found.put(path, new Entry(words[0], words[2]));
      }
    }
    return found;
  }

  byte[] bytes(String blob) {
    return git.done("cat-file", "blob", blob).bytes();
  }

  /**
   * Writes an object and returns its name.
   *
   * @param type {@code blob} or {@code commit}
   */
  String write(String type, byte[] content) {
    String[] words = {"hash-object", "-w", "-t", type, "--no-filters", "--stdin-paths"};
    Path file = null;
    try {
      file = Files.createTempFile("aidp", ".object");
      Files.write(file, content);
      List<String> path = List.of(file.toString());
      return git.ask(path, 1, words)
          .orElseGet(() -> List.of(git.reading(path.get(0) + "\n").text(words)))
          .get(0);
    } catch (IOException e) {
      throw Storage.failed("A temporary file cannot be written", e);
    } finally {
      if (file != null) {
        Removal.of(file);
      }
    }
  }

  /**
   * Makes a commit; equal arguments give an equal commit when {@code environment} holds the dates.
   */
  String commit(
      String tree,
      List<String> parents,
      String message,
      Map<String, String> environment,
      boolean sign) {
    List<String> words = new ArrayList<>(List.of("commit-tree", tree));
    for (String parent : parents) {
      words.add("-p");
      words.add(parent);
    }
    if (sign) {
      words.add("-S");
    }
    Git committing = git;
    for (Map.Entry<String, String> variable : ImmutableMap.copyOf(environment).entrySet()) {
      committing = committing.with(variable.getKey(), variable.getValue());
    }
    return committing.reading(message).text(words.toArray(String[]::new));
  }
}
