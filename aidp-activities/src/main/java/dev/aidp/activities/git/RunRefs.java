package dev.aidp.activities.git;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The refs that Aidp keeps beside branches, and what of them a person's branches do not need. */
public final class RunRefs {

  private static final String ALL = "refs/aidp/";

  private final Git git;
  private final Refs refs;
  private final Objects objects;

  /** Makes them for the repository of {@code layout}. */
  public RunRefs(Layout layout) {
    this.git = Git.in(layout.gitDir());
    this.refs = new Refs(git);
    this.objects = new Objects(git);
  }

  /** Returns how many there are. */
  public long count() {
    return refs.under("refs/aidp").size();
  }

  /** Returns the snapshots by the run that they are of. */
  public ImmutableListMultimap<String, String> ofRuns() {
    ImmutableListMultimap.Builder<String, String> all = ImmutableListMultimap.builder();
    for (String ref : refs.under("refs/aidp")) {
      String run = ref.substring(ALL.length(), ref.indexOf('/', ALL.length()));
      if (!run.startsWith("_")) {
        all.put(run, ref);
      }
    }
    return all.build();
  }

  /** Removes {@code some} of them, if they are there. */
  public void remove(Collection<String> some) {
    if (!some.isEmpty()) {
      refs.update(some.stream().map(ref -> "delete " + ref).toList());
    }
  }

  /** Returns those of {@code commits} to which no ref but Aidp's own leads: no branch, no tag. */
  public Set<String> unpublished(Collection<String> commits) {
    List<String> asked = ImmutableSet.copyOf(commits).asList();
    if (asked.isEmpty()) {
      return ImmutableSet.of();
    }
    Set<String> there = new HashSet<>();
    objects.resolve(asked.toArray(String[]::new)).forEach(found -> found.ifPresent(there::add));
    String lines = String.join("\n", there) + "\n";
    Set<String> loose =
        there.isEmpty()
            ? ImmutableSet.of()
            : ImmutableSet.copyOf(
                git.reading(lines)
                    .text("rev-list", "--stdin", "--not", "--exclude=" + ALL + "*", "--all")
                    .lines()
                    .iterator());
    return asked.stream()
        .filter(commit -> loose.contains(commit) || !there.contains(commit))
        .collect(ImmutableSet.toImmutableSet());
  }
}
