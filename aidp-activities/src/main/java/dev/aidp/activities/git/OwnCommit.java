package dev.aidp.activities.git;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import dev.aidp.activities.git.cli.Git;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A commit that a tip brings along. Texts hold bytes as they are, a character each.
 *
 * @param id the commit
 * @param parents its parents
 * @param tree its tree
 * @param seconds when it was committed
 * @param author {@code NAME <MAIL> SECONDS ZONE}
 * @param message its whole message
 */
record OwnCommit(
    String id,
    ImmutableList<String> parents,
    String tree,
    long seconds,
    String author,
    String message) {

  /** What {@link #parse} reads; a commit ends with a NUL. */
  static final String FORMAT = "--format=%H%n%P%n%T%n%ct%n%an <%ae> %ad%n%B";

  static OwnCommit parse(String said) {
    String[] lines = said.split("\n", 6);
    return new OwnCommit(
        lines[0],
        lines[1].isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(lines[1].split(" ", -1)),
        lines[2],
        Long.parseLong(lines[3]),
        lines[4],
        lines[5]);
  }

  /** Reads one as git stores it. */
  static OwnCommit read(Git git, String id) {
    byte[] stored = new Objects(git).bytes("commit", id);
    String[] parts = new String(stored, StandardCharsets.ISO_8859_1).split("\n\n", 2);
    ListMultimap<String, String> headers = ArrayListMultimap.create();
    for (String line : parts[0].split("\n", -1)) {
      String[] words = line.split(" ", 2);
      headers.put(words[0], words[words.length - 1]);
    }
    String[] committer = headers.get("committer").get(0).split(" ", -1);
    return new OwnCommit(
        id,
        ImmutableList.copyOf(headers.get("parent")),
        headers.get("tree").get(0),
        Long.parseLong(committer[committer.length - 2]),
        headers.get("author").get(0),
        parts.length > 1 ? parts[1] : "");
  }

  boolean merge() {
    return parents.size() > 1;
  }

  String subject() {
    return message.lines().findFirst().orElse("").strip();
  }

  /** Returns whether each of {@code commits} stands on the one before, and the first on one. */
  static boolean inLine(List<OwnCommit> commits) {
    for (int i = 0; i < commits.size(); i++) {
      OwnCommit commit = commits.get(i);
      if (commit.parents.size() != 1
          || i > 0 && !commit.parents.get(0).equals(commits.get(i - 1).id)) {
        return false;
      }
    }
    return true;
  }
}
