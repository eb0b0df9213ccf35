package dev.aidp.agent;

import dev.aidp.text.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told that goes on where another one, or a turn of its own, has stopped. The task
 * and what failed in the last iteration are in the rest of the {@link PromptContext}.
 *
 * @param from who worked on it before
 * @param why what ended that turn, or null if it came to its own end
 * @param start the commit that the work began from: what was done so far is what differs from it
 * @param said the end of the last reply, or empty; at most {@link #MAX_SAID} characters
 */
public record Handoff(String from, @Nullable String why, String start, String said) {

  /** The longest end of a reply that is handed over, in characters. */
  public static final int MAX_SAID = 2_000;

  /** Keeps the end of what was said. */
  public Handoff {
    said = Excerpt.end(said, MAX_SAID);
  }
}
