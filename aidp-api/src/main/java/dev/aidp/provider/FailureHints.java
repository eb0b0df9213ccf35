package dev.aidp.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a program's failures look like.
 *
 * @param texts what its errors say, the first that is found decides
 * @param exitCodes what its exit codes mean where no text says more
 * @param sessionLost what it says when it does not know a session: the turn is then taken in a new
 *     one; null if it never does
 */
public record FailureHints(
    List<Text> texts, Map<Integer, FailureKind> exitCodes, @Nullable Pattern sessionLost) {

  /** Knows nothing: the table that holds for all decides. */
  public static final FailureHints NONE =
      new FailureHints(ImmutableList.of(), ImmutableMap.of(), null);

  /**
   * A failure by its text.
   *
   * @param kind what it is
   * @param pattern what its text holds
   */
  public record Text(FailureKind kind, Pattern pattern) {

    /** Returns one whose pattern ignores case. */
    public static Text of(FailureKind kind, String pattern) {
      return new Text(kind, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE));
    }
  }

  /** Copies the collections. */
  public FailureHints {
    texts = ImmutableList.copyOf(texts);
    exitCodes = ImmutableMap.copyOf(exitCodes);
  }
}
