package dev.aidp.provider;

import dev.aidp.run.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one turn of a program writes, while it writes. Whatever it does not know it passes
 * over: such formats gain records and fields weekly. Used by one thread at a time.
 *
 * <pre>{@code
 * Extensions extensions =
 *     Extensions.none()
 *         .program("echo", Map.of("binary", "echo-agent", "args", "--yes"), LastLine::new);
 * }</pre>
 */
public interface TurnReader {

  /**
   * Takes a line of standard output, without its end. Of a very long one the longest texts are cut
   * short; one that is too long even then does not come at all. Malformed bytes are replaced.
   *
   * @return what the log shows of it, or null for nothing
   */
  @Nullable String output(String line);

  /** Takes a line of standard error likewise; shown as it is, unless this is overridden. */
  default @Nullable String error(String line) {
    return line;
  }

  /** Returns the session's id as soon as the program has told it, else null. */
  @Nullable String session();

  /**
   * Returns what is known by now of what this turn alone has used: it is charged if the turn is cut
   * off. Nothing, where only the end tells.
   */
  default Usage used() {
    return Usage.NONE;
  }

  /**
   * Returns whether the record has come that ends the turn: the program is given some seconds to
   * exit then.
   */
  boolean done();

  /**
   * Returns what has come of the turn, when nothing more will.
   *
   * @param exitCode null if the program did not end by itself
   */
  TurnOutput end(@Nullable Integer exitCode);
}
