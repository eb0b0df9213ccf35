package dev.aidp.activities.git;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.TipChanges.Part;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.run.Strategy;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which commits of a rebased tip the branch has already as the same patch, perhaps taken back
 * since: {@code git rebase} leaves these out.
 *
 * <p>The same patch changes the same paths: git is asked only where somebody changed these on the
 * branch since the tip left it, though nothing may be left of that change.
 */
final class PickedBefore {

  private final Git git;
  private final Objects objects;
  private final String onto;

  /** What commits on the branch changed that tips do not have. */
  private final Set<String> paths = new HashSet<>();

  private final Set<Set<String>> read = new HashSet<>();

  /** Whether something joined of whose commits not each is known by its paths. */
  private boolean sums;

  PickedBefore(Git git, String onto) {
    this.git = git;
    this.objects = new Objects(git);
    this.onto = onto;
  }

  /** Looks at what the branch got since {@code parts} left it, if one is rebased. */
  void read(List<Part> parts) {
    Set<String> begins =
        parts.stream()
            .filter(Part::rebased)
            .flatMap(part -> part.begins().stream())
            .filter(begin -> !begin.equals(onto))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (begins.isEmpty() || !read.add(begins)) {
      return;
    }
    String[] words =
        Stream.concat(Stream.of("merge-base", "--octopus"), begins.stream()).toArray(String[]::new);
    var common = git.run(words);
    String asked = onto + "\n" + (common.ok() ? "^" + common.line() + "\n" : "");
    String said =
        git.reading(asked)
            .done("log", "--stdin", "--no-merges", "-z", "--format=", "--name-only", "--no-renames")
            .octets();
    Stream.of(said.split("\0", -1)).forEach(paths::add);
  }

  /** Takes in a part that joined. */
  void joined(Part part, List<List<PathChange>> own) {
    int commits = part.commits().size();
    sums |= commits > 0 && own.isEmpty() || part.strategy() == Strategy.MERGE && commits > 1;
    own.forEach(changes -> changes.forEach(change -> paths.add(change.path())));
  }

  /**
   * Returns those of {@code part}'s commits that {@code branch} has; none where it stands on
   * commits that are on the branch as others, which the same patch may take back and bring again.
   */
  ImmutableSet<String> of(Part part, List<List<PathChange>> own, GrowingBranch branch) {
    boolean seen = sums || own.size() < part.commits().size() || own.stream().anyMatch(this::seen);
    if (!part.rebased() || !seen || part.begins().stream().allMatch(branch::at)) {
      return ImmutableSet.of();
    }
    String upstream = branch.commit();
    if (!part.begins().stream().allMatch(begin -> objects.ancestor(begin, upstream))) {
      return ImmutableSet.of();
    }
    Set<String> same =
        git.text(
                "rev-list",
                "--cherry-mark",
                "--right-only",
                "--no-merges",
                upstream + "..." + part.tip().commit())
            .lines()
            .filter(line -> line.startsWith("="))
            .map(line -> line.substring(1))
            .collect(Collectors.toSet());
    return part.commits().stream()
        .filter(commit -> same.contains(commit.id()) && !objects.empty(commit))
        .map(OwnCommit::id)
        .collect(ImmutableSet.toImmutableSet());
  }

  private boolean seen(List<PathChange> changes) {
    return !changes.isEmpty() && changes.stream().allMatch(change -> paths.contains(change.path()));
  }
}
