package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How trees differ, as git stores them: attributes, renames and what git takes for binary play no
 * part. Safe for use by many threads.
 */
public final class TreeDiffs {

  private final Git git;
  private final Objects objects;

  /** Makes one for the repository of {@code layout}. */
  public TreeDiffs(Layout layout) {
    git = Git.in(layout.gitDir());
    objects = new Objects(git);
  }

  /** Returns what differs between two commits or trees; a renamed file is two changes. */
  public List<PathChange> between(String from, String to) {
    return objects.differences(from, to);
  }

  /** Returns what differs between the two of each pair, {@code FROM TO}, of commits or trees. */
  public List<List<PathChange>> between(List<String[]> pairs) {
    if (pairs.isEmpty()) {
      return List.of();
    }
    StringBuilder asked = new StringBuilder();
    // Of a commit and others git says what it has changed since these.
    pairs.forEach(pair -> asked.append(pair[1]).append(' ').append(pair[0]).append('\n'));
    String said =
        git.reading(asked.toString())
            .done(
                "diff-tree",
                "--stdin",
                "--always",
                "--raw",
                "-r",
                "-z",
                "--no-renames",
                "--no-abbrev",
                "--ignore-submodules=none")
            .octets();
    return PathChange.parse(said);
  }

  /** Returns all that is in {@code commit}, as what was added to nothing. */
  public List<PathChange> files(String commit) {
    return between(git.reading("").text("hash-object", "-t", "tree", "--stdin"), commit);
  }

  /** Returns those of {@code commits} that are here. */
  public Set<String> there(Collection<String> commits) {
    Set<String> there = new LinkedHashSet<>();
    List<String> asked = commits.stream().distinct().toList();
    if (!asked.isEmpty()) {
      new Objects(git)
          .resolve(asked.stream().map(each -> each + "^{commit}").toArray(String[]::new))
          .forEach(found -> found.ifPresent(there::add));
    }
    return there;
  }

  /**
   * Returns what each commit on the way from {@code start} to {@code head} has changed, but for
   * those that merge.
   */
  public List<PathChange> onTheWay(String start, String head) {
    String commits = git.text("rev-list", "--no-merges", head, "^" + start);
    if (commits.isEmpty()) {
      return List.of();
    }
    return objects.differences(commits.lines().toList()).stream().flatMap(List::stream).toList();
  }

  /** Has {@code reader} take the content of {@code blobs}, one after the other, in this order. */
  public void read(List<String> blobs, BlobReader reader) {
    if (blobs.isEmpty()) {
      return;
    }
    BatchOutput output = new BatchOutput(reader);
    objects
        .contents(blobs)
        .ifPresentOrElse(
            said -> output.write(said, 0, said.length),
            () ->
                git.reading(String.join("\n", blobs) + "\n")
                    .streamed(output, "cat-file", "--batch", "--buffer"));
    if (output.objects() != blobs.size()) {
      throw new StepFailedException(
          Failure.of(
              FailureKind.PERMANENT,
              "git cat-file told of %d objects instead of %d."
                  .formatted(output.objects(), blobs.size())));
    }
  }

  /** Takes the content of blobs piece by piece; none of its methods throws. */
  public interface BlobReader {

    /** The next blob begins: the {@code index}th of those asked for, from 0. */
    void begin(int index);

    /** Takes some of its bytes, which are only valid now. */
    void take(byte[] bytes, int offset, int length);

    /** The blob has ended. */
    void end();
  }
}
