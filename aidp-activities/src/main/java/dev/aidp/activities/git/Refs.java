package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.util.List;
import java.util.Optional;

/** The refs of the repository; all lines of one update take effect, or none. */
record Refs(Git git) {

  /** A deletion of many refs may meet as many locks. */
  private static final int LOCKS = 100;

  Optional<String> get(String ref) {
    GitResult answer = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref);
    return answer.ok() ? Optional.of(answer.line()) : Optional.empty();
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
    Git reading = git.reading(String.join("\n", lines) + "\n");
    GitResult answer = reading.run("update-ref", "-m", "aidp", "--stdin");
    for (int i = 0; i < LOCKS && StaleLocks.removed(answer); i++) {
      answer = reading.run("update-ref", "-m", "aidp", "--stdin");
    }
    return answer;
  }
}
