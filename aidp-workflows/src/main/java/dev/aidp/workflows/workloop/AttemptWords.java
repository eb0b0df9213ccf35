package dev.aidp.workflows.workloop;

import dev.aidp.run.Defaults;
import dev.aidp.text.Excerpt;

/** What the first prompt of an attempt says of the one before. */
final class AttemptWords {

  private AttemptWords() {}

  /** Returns it, {@code before} being how that attempt ended; empty if there was none. */
  static String ended(LoopProgress before) {
    if (before.failure() == null || before.iteration() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "The attempt before ended in its iteration %d: %s"
            .formatted(before.iteration(), before.failure().message()));
    if (!before.failing().isEmpty()) {
      text.append("\nWhat was lacking then: ").append(String.join(", ", before.failing()));
    }
    String said = before.turn() == null ? "" : before.turn().texts().tail().strip();
    if (!said.isEmpty()) {
      text.append("\nIts agent's last words:\n").append(said);
    }
    return Excerpt.start(text.toString(), Defaults.INLINE_TEXT);
  }
}
