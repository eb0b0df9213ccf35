package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The merge of two commits as git makes it in the object store.
 *
 * @param tree its tree; in conflicting files with markers
 * @param clean whether nothing conflicts
 * @param stages {@code MODE BLOB STAGE\tPATH} of each side of each conflicting path
 * @param files the conflicting paths, in git's order
 * @param groups the paths of each conflict, those of a rename together
 */
record Trial(
    String tree,
    boolean clean,
    ImmutableList<String> stages,
    ImmutableList<String> files,
    ImmutableList<ImmutableList<String>> groups) {

  static Trial merge(Git git, String ours, String theirs) {
    String[] words = {
      "merge-tree", "--write-tree", "-z", "--messages", "--allow-unrelated-histories", ours, theirs
    };
    GitResult answer = git.run(words);
    if (answer.exit() > 1) {
      throw Git.failed(answer, words);
    }
    return parse(answer.fields(), answer.ok());
  }

  /**
   * Returns the merges of many pairs, each two commits with a space between them, by one git.
   *
   * @return the merges in the order of the pairs
   */
  static List<Trial> merges(Git git, List<String> pairs) {
    GitResult answer =
        pairs.size() < 2
            ? null
            : git.reading(String.join("\n", pairs) + "\n")
                .run("merge-tree", "--stdin", "--messages", "--allow-unrelated-histories");
    List<Trial> all = answer == null || !answer.ok() ? List.of() : parse(answer.fields());
    // Git 2.38 knows only one at a time, and none says which one it cannot merge.
    return all.size() == pairs.size()
        ? all
        : pairs.stream()
            .map(pair -> pair.split(" ", -1))
            .map(sides -> merge(git, sides[0], sides[1]))
            .toList();
  }

  /** Before each stands whether it is clean, and after it an empty field. */
  private static List<Trial> parse(List<String> fields) {
    List<Trial> all = new ArrayList<>();
    int at = 0;
    while (at < fields.size()) {
      int gap = after(fields, at + 2);
      int end = gap + 1;
      while (!fields.get(end).isEmpty()) {
        end += Integer.parseInt(fields.get(end)) + 3;
      }
      all.add(parse(fields.subList(at + 1, end), fields.get(at).equals("1")));
      at = end + 1;
    }
    return all;
  }

  private static int after(List<String> fields, int from) {
    return from + fields.subList(from, fields.size()).indexOf("");
  }

  /** The form is tree, stages, an empty field, messages. */
  private static Trial parse(List<String> fields, boolean clean) {
    int gap = fields.subList(1, fields.size()).indexOf("") + 1;
    List<String> stages = gap == 0 ? fields.subList(1, fields.size()) : fields.subList(1, gap);
    ImmutableList<ImmutableList<String>> groups =
        gap == 0 ? ImmutableList.of() : conflicts(fields.subList(gap + 1, fields.size()));
    Set<String> files = new LinkedHashSet<>();
    stages.forEach(stage -> files.add(stage.substring(stage.indexOf('\t') + 1)));
    if (files.isEmpty() && !clean) {
      // A few kinds of conflict leave no stages.
      groups.forEach(files::addAll);
    }
    return new Trial(
        fields.get(0),
        clean,
        clean ? ImmutableList.of() : ImmutableList.copyOf(stages),
        ImmutableList.copyOf(files),
        groups);
  }

  /** A message is a number of paths, these, its kind, its text. */
  private static ImmutableList<ImmutableList<String>> conflicts(List<String> messages) {
    ImmutableList.Builder<ImmutableList<String>> groups = ImmutableList.builder();
    for (int i = 0; i < messages.size(); ) {
      int count = Integer.parseInt(messages.get(i));
      String kind = messages.get(i + count + 1);
      if (kind.startsWith("CONFLICT")) {
        groups.add(ImmutableList.copyOf(messages.subList(i + 1, i + 1 + count)));
      }
      i += count + 3;
    }
    return groups.build();
  }

  /** Returns what names the two sides by their content. */
  String key() {
    String sides = stages.isEmpty() ? tree : String.join("\0", ImmutableSortedSet.copyOf(stages));
    return Hashing.sha256().hashString(sides, StandardCharsets.UTF_8).toString();
  }
}
