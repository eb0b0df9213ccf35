package dev.aidp.workflows.workloop;

import java.util.List;

/** What an agent is told whose task was done in parts by others. */
final class TogetherWords {

  private TogetherWords() {}

  /** Returns it where nothing is red. */
  static String done(List<String> parts) {
    return "This task was divided, and its parts have been done by others: %s. Their work is in your folder. "
            .formatted(String.join(", ", parts))
        + "See that they serve the task together, and do what is left of it.";
  }

  /** Returns it where the parts are red together. */
  static String red(String done, LoopProgress seen) {
    return done
        + "\n\nThis is red now that they are together:\n\n"
        + (seen.shortfall() == null
            ? String.join(", ", seen.failing())
            : Feedback.of(seen.shortfall(), seen.checks(), List.of()));
  }
}
