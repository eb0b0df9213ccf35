package dev.aidp.activities.process;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;

/**
 * The words that this JVM can give to a program, or to the file system, as they are. It writes them
 * in the encoding of the locale that it was started in; where that has none, every other letter
 * becomes a {@code ?}, and nobody is told.
 */
public final class LocaleEncoding {

  /** What to do about a word that cannot be passed on. */
  public static final String REMEDY =
      "Start Java in a UTF-8 locale that is installed (locale -a lists them), such as LC_ALL=C.UTF-8.";

  private static final Charset NAMES = named(System.getProperty("sun.jnu.encoding", "US-ASCII"));

  /** From 18 on the default is UTF-8, and arguments are encoded as names are. */
  private static final Charset ARGUMENTS =
      Runtime.version().feature() < 18 ? Charset.defaultCharset() : NAMES;

  private LocaleEncoding() {}

  /** Returns a sentence about the first of {@code words} that a program would not get as it is. */
  public static Optional<String> lost(List<String> words) {
    return words.stream()
        .filter(word -> !ARGUMENTS.newEncoder().canEncode(word))
        .findFirst()
        .map(word -> "Java cannot pass on “%s”: its encoding is %s".formatted(word, ARGUMENTS));
  }

  /** Returns whether files may have any name. */
  public static boolean nameAnything() {
    return NAMES.newEncoder().canEncode("ä漢");
  }

  private static Charset named(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.US_ASCII;
    }
  }
}
