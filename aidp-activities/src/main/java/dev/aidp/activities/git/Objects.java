package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final String[] RAW = {
    "diff-tree",
    "--stdin",
    "--always",
    "--root",
    "--raw",
    "-r",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--ignore-submodules=none"
  };

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
    return differences(from, to).stream().map(PathChange::text).toList();
  }

  /** Returns what differs between two commits or trees; a renamed file is two changes. */
  List<PathChange> differences(String from, String to) {
    List<String> trees = trees(from, to);
    if (trees.size() < 2) {
      throw Git.failed(git.run("diff-tree", from, to), "diff-tree", from, to);
    }
    if (trees.get(0).equals(trees.get(1))) {
      return List.of();
    }
    // Of trees it says which two on a line of their own.
    String said = raw(List.of(String.join(" ", trees)));
    return PathChange.parse("pair\0" + said.substring(said.indexOf('\n') + 1)).get(0);
  }

  /**
   * Returns what differs between the two commits of each of {@code pairs}, a commit and what it is
   * compared with; one that stands alone is compared with its parent, or with nothing.
   */
  List<List<PathChange>> differences(List<String> pairs) {
    return pairs.isEmpty() ? List.of() : PathChange.parse(raw(pairs));
  }

  private String raw(List<String> pairs) {
    return git.askAll(pairs, "", RAW)
        .map(said -> new String(said, StandardCharsets.ISO_8859_1))
        .orElseGet(() -> git.reading(String.join("\n", pairs) + "\n").done(RAW).octets());
  }

  private List<String> trees(String from, String to) {
    return resolve(from + "^{tree}", to + "^{tree}").stream().flatMap(Optional::stream).toList();
  }

  /** Counts what differs between two commits or trees. */
  Changes changes(String from, String to) {
    List<String> trees = trees(from, to);
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
    return bytes("blob", blob);
  }

  /** Returns the content of an object of the type {@code type}. */
  byte[] bytes(String type, String object) {
    return contents(List.of(object))
        .flatMap(said -> content(said, type))
        .orElseGet(() -> git.done("cat-file", type, object).bytes());
  }

  /** It is {@code OBJECT TYPE SIZE}, a line's end, the content, and a line's end. */
  private static Optional<byte[]> content(byte[] said, String type) {
    int end = Bytes.indexOf(said, (byte) '\n');
    String header = new String(said, 0, end, StandardCharsets.ISO_8859_1);
    return header.contains(" " + type + " ")
        ? Optional.of(Arrays.copyOfRange(said, end + 1, said.length - 1))
        : Optional.empty();
  }

  /**
   * Returns what git says of the content of {@code objects}; nothing where that is very long, or
   * cannot be said.
   */
  Optional<byte[]> contents(List<String> objects) {
    return git.askAll(objects, " missing", "cat-file", "--batch");
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

  /** Makes {@code commit} with {@code tree}, on top of {@code parent}. */
  String commit(NewCommit commit, String tree, String parent) {
    return write("commit", commit.stored(tree, parent).getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Makes a commit that is signed; equal arguments give equal commits, but for the signature, when
   * {@code environment} holds the dates.
   */
  String signed(
      String tree, List<String> parents, String message, Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of("commit-tree", tree));
    for (String parent : parents) {
      words.add("-p");
      words.add(parent);
    }
    words.add("-S");
    Git committing = git;
    for (Map.Entry<String, String> variable : ImmutableMap.copyOf(environment).entrySet()) {
      committing = committing.with(variable.getKey(), variable.getValue());
    }
    return committing.reading(message).text(words.toArray(String[]::new));
  }
}
