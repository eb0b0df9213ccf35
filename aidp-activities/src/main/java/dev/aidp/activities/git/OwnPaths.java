package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The paths that commits have changed since they left a base, all of them read at once. A branch
 * may have begun long before the base: what others did since is not its work.
 */
record OwnPaths(Git git) {

  /** Returns the paths that each of {@code commits} has changed. */
  Map<String, ImmutableSet<String>> since(String base, Collection<String> commits) {
    Map<String, List<String>> parents = parents(base, commits);
    List<String> pairs = new ArrayList<>();
    List<String> paired = new ArrayList<>();
    Map<String, ImmutableSet<String>> paths = new LinkedHashMap<>();
    for (String commit : commits) {
      Optional<String> begin = begin(commit, parents);
      begin.ifPresentOrElse(
          from -> {
            pairs.add(commit + " " + from);
            paired.add(commit);
          },
          () -> paths.put(commit, alone(base, commit)));
    }
    List<List<PathChange>> all = new Objects(git).differences(pairs);
    for (int i = 0; i < paired.size(); i++) {
      paths.put(
          paired.get(i),
          all.get(i).stream().map(PathChange::text).collect(ImmutableSet.toImmutableSet()));
    }
    return paths;
  }

  /**
   * Returns the parents of each commit that leads to one of {@code commits} and not to the base.
   */
  private Map<String, List<String>> parents(String base, Collection<String> commits) {
    String asked = String.join("\n", commits) + "\n^" + base + "\n";
    Map<String, List<String>> parents = new LinkedHashMap<>();
    git.reading(asked)
        .text("rev-list", "--stdin", "--parents")
        .lines()
        .map(line -> ImmutableList.copyOf(line.split(" ", -1)))
        .forEach(line -> parents.put(line.get(0), line.subList(1, line.size())));
    return parents;
  }

  /** Returns the only commit of the base's history that this one stands on, if it is one only. */
  private static Optional<String> begin(String commit, Map<String, List<String>> parents) {
    Set<String> seen = new HashSet<>();
    Set<String> begins = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(commit));
    while (!open.isEmpty()) {
      String id = open.pop();
      List<String> before = parents.get(id);
      if (before == null) {
        begins.add(id);
      } else if (seen.add(id)) {
        open.addAll(before);
      }
    }
    return begins.size() == 1 ? begins.stream().findFirst() : Optional.empty();
  }

  private ImmutableSet<String> alone(String base, String commit) {
    GitResult own =
        git.run(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--merge-base", base, commit);
    return ImmutableSet.copyOf(own.ok() ? own.fields() : new Objects(git).changed(base, commit));
  }
}
