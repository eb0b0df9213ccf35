package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.util.List;
import java.util.Optional;

/** The refs of the repository; all lines of one update take effect, or none. */
record Refs(Git git) {

  /** A deletion of many refs may meet as many locks. */
  private static final int LOCKS = 100;

  private static final String[] UPDATE = {"update-ref", "-m", "aidp", "--stdin"};
  private static final ImmutableList<String> DONE = ImmutableList.of("start: ok", "commit: ok");

  Optional<String> get(String ref) {
    return new Objects(git).resolve(ref).get(0);
  }

  List<String> under(String folder) {
    return git.text("for-each-ref", "--format=%(refname)", folder + "/").lines().toList();
  }

  /** Performs lines in the form of {@code git update-ref --stdin}. */
  void update(List<String> lines) {
    GitResult answer = tryUpdate(lines);
    if (!answer.ok()) {
      throw Git.failed(answer, "update-ref", "--stdin");
    }
  }

  /** Like {@link #update}, for whom a ref that has moved meanwhile is an answer. */
  GitResult tryUpdate(List<String> lines) {
    List<String> transaction =
        ImmutableList.<String>builder().add("start").addAll(lines).add("commit").build();
    if (git.ask(transaction, 2, UPDATE).equals(Optional.of(DONE))) {
      return new GitResult(0, new byte[0], "");
    }
    Git reading = git.reading(String.join("\n", lines) + "\n");
    GitResult answer = reading.run(UPDATE);
    for (int i = 0; i < LOCKS && StaleLocks.removed(answer); i++) {
      answer = reading.run(UPDATE);
    }
    return answer;
  }
}
