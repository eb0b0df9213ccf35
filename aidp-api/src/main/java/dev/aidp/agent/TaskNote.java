package dev.aidp.agent;

import dev.aidp.text.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * A line of an agent's reply about what is left to do: {@code File task: TEXT} or {@code Update
 * task: N done}.
 *
 * @param task the number of a task that was filed before, from 1; null: a new one
 * @param text what is to be done; of one that was filed before {@code done} or {@code open}
 */
public record TaskNote(@Nullable Integer task, String text) {

  /** More of one turn are not kept. */
  public static final int MOST = 20;

  /** What is longer is cut, in characters. */
  public static final int LONGEST = 200;

  /** What a task is that need not be done any more. */
  public static final String DONE = "done";

  /** Cuts the text. */
  public TaskNote {
    text = Excerpt.start(text, LONGEST);
  }
}
