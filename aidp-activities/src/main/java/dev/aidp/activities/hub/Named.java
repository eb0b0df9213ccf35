package dev.aidp.activities.hub;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.artifact.ReferenceScan;
import dev.aidp.activities.git.cli.Git;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What the documents of a step name. A word of as many hexadecimal digits as an id has may be one,
 * or an artifact, or nothing: only who has it knows.
 */
final class Named {

  /** An artifact's name is a SHA-256, whatever the repository's ids are. */
  static final int ARTIFACT = 64;

  private final Git git;
  private final Supplier<Integer> idLength;

  Named(Git git) {
    this.git = git;
    this.idLength =
        Suppliers.memoize(
            () -> git.text("rev-parse", "--show-object-format").equals("sha256") ? 64 : 40);
  }

  /** Returns all that {@code json} may name, in a fixed order. */
  Set<String> in(String json) {
    ReferenceScan scan = new ReferenceScan(idLength());
    scan.take(json);
    return new TreeSet<>(scan.found());
  }

  int idLength() {
    return idLength.get();
  }

  /** Returns whether it may be the id of an object. */
  boolean mayBeId(String word) {
    return word.length() == idLength();
  }

  /** Returns whether the same words name objects and artifacts. */
  boolean ambiguous() {
    return idLength() == ARTIFACT;
  }

  static boolean mayBeArtifact(String word) {
    return word.length() == ARTIFACT;
  }

  /** An object that is here. */
  record Found(String id, String type, long size) {}

  /** Returns what is here of {@code names}, each a name that git understands. */
  Map<String, Found> found(Iterable<String> names) {
    List<String> asked = ImmutableList.copyOf(names);
    if (asked.isEmpty()) {
      return Map.of();
    }
    List<String> lines =
        git.with("GIT_NO_LAZY_FETCH", "1")
            .reading(String.join("\n", asked) + "\n")
            .text("cat-file", "--batch-check")
            .lines()
            .toList();
    Map<String, Found> found = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ", -1);
      if (words.length == 3) {
        found.put(asked.get(i), new Found(words[0], words[1], Long.parseLong(words[2])));
      }
    }
    return found;
  }

  /** Returns those of {@code commits} to which {@code tip} does not lead. */
  Set<String> beyond(String tip, Set<String> commits) {
    if (commits.isEmpty()) {
      return commits;
    }
    Set<String> beyond =
        git.reading(String.join("\n", commits) + "\n^" + tip + "\n")
            .text("rev-list", "--stdin")
            .lines()
            .collect(ImmutableSet.toImmutableSet());
    return commits.stream().filter(beyond::contains).collect(ImmutableSet.toImmutableSet());
  }

  /** Returns the bytes of blobs, of all together not more than fit into memory. */
  List<byte[]> bytes(List<Found> blobs) {
    StringBuilder ids = new StringBuilder();
    blobs.forEach(blob -> ids.append(blob.id()).append('\n'));
    byte[] all = git.reading(ids.toString()).done("cat-file", "--batch").bytes();
    List<byte[]> contents = new ArrayList<>();
    int at = 0;
    for (Found blob : blobs) {
      while (all[at] != '\n') {
        at++;
      }
      byte[] content = new byte[(int) blob.size()];
      System.arraycopy(all, at + 1, content, 0, content.length);
      contents.add(content);
      at += 1 + content.length + 1;
    }
    return contents;
  }
}
