package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.run.Work;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What keeps recorded states from being collected as garbage: refs under {@code
 * refs/aidp/RUN/UNIT}. {@code origin} is the commit a worktree was opened at, {@code head} one that
 * its agent made, {@code states} a chain of all that was recorded, {@code kept/ID} any one object.
 */
final class Snapshots {

  /** What is no unit has an underscore before its name. */
  private static final Pattern STATES_OF_A_UNIT =
      Pattern.compile("refs/aidp/[^/]+/[^_/][^/]*/states");

  private final Objects objects;
  private final Refs refs;

  Snapshots(Git git) {
    this.objects = new Objects(git);
    this.refs = new Refs(git);
  }

  static String origin(Work work) {
    return folder(work) + "/origin";
  }

  /** The commit that the agent's HEAD stood on last. */
  static String head(Work work) {
    return folder(work) + "/head";
  }

  private static String states(Work work) {
    return folder(work) + "/states";
  }

  private static String folder(Work work) {
    return "refs/aidp/" + work.run() + "/" + work.unit();
  }

  /** Keeps the commit that a worktree is opened at. */
  void begin(Work work, String commit) {
    refs.update(List.of("update " + origin(work) + " " + commit));
  }

  /** Keeps a commit or tree. */
  void keep(Work work, String object) {
    refs.update(List.of("update " + folder(work) + "/kept/" + object + " " + object));
  }

  /** Keeps a recorded state, and all that were recorded before it. */
  void record(Work work, String tree, String head) {
    String states = states(work);
    List<Optional<String>> last = objects.resolve(states, states + "^{tree}", states + "^1");
    if (last.get(1).equals(Optional.of(tree)) && last.get(2).equals(Optional.of(head))) {
      return;
    }
    String before = last.get(0).map(state -> "parent " + state + "\n").orElse("");
    String who = Identity.AIDP + " " + Instant.now().getEpochSecond() + " +0000\n";
    String commit =
        "tree %s\nparent %s\n%sauthor %scommitter %s\naidp snapshot\n"
            .formatted(tree, head, before, who, who);
    String snapshot = objects.write("commit", commit.getBytes(StandardCharsets.UTF_8));
    refs.update(List.of("update " + states + " " + snapshot));
  }

  /** Forgets all that is kept for a run, but for what its units' iterations have left. */
  void thin(String run) {
    List<String> all =
        refs.under("refs/aidp/" + run).stream()
            .filter(ref -> !STATES_OF_A_UNIT.matcher(ref).matches())
            .toList();
    if (!all.isEmpty()) {
      refs.update(all.stream().map(ref -> "delete " + ref).toList());
    }
  }
}
