package dev.aidp.workflows.workloop;

import dev.aidp.command.CheckResult;
import dev.aidp.command.TestFailure;
import dev.aidp.text.Excerpt;
import java.util.Optional;

/** What is said of a check that ended: to the agent, and to people. */
final class CheckWords {

  /** Longest name of a check that is told, in characters. */
  private static final int NAME = 100;

  private CheckWords() {}

  /** Returns what the agent is told of a check that is red, in at most {@code room} characters. */
  static String red(CheckResult check, int room) {
    String kind = check.more().category();
    return Excerpt.start(
        "The check `%s`%s %s:\n%s"
            .formatted(
                Excerpt.start(check.name(), NAME),
                kind == null ? "" : " (" + Excerpt.start(kind, NAME) + ")",
                check.how(),
                check.digest()),
        Math.max(0, room));
  }

  /** Returns what a person should know of a check that keeps nothing from being done, if any. */
  static Optional<String> warning(CheckResult check) {
    if (check.more().flaky()) {
      return Optional.of(
          "The check %s is flaky: red at first, green when it ran again on the same tree.%s"
              .formatted(check.name(), first(check)));
    }
    return check.warns()
        ? Optional.of(
            "The check %s is red; it is not required.%s".formatted(check.name(), first(check)))
        : Optional.empty();
  }

  private static String first(CheckResult check) {
    return check.more().failures().stream()
        .findFirst()
        .map(TestFailure::shown)
        .map(test -> " First of what failed: " + test)
        .orElse("");
  }
}
