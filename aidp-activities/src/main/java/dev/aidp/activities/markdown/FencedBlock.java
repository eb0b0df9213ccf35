package dev.aidp.activities.markdown;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the first block in a reply that is fenced as one of some languages, by CommonMark's rules:
 * a fence has at least three backticks or tildes and at most three blanks before it, so that fences
 * in the block's own texts, which are indented more, do not end it. Reads no more of the reply than
 * that, and keeps no more of it than is wanted; the bytes are left as they are.
 */
public final class FencedBlock {

  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r\n");

  /**
   * A line that opens or closes a block.
   *
   * @param indent blanks before it
   * @param mark a backtick or a tilde
   * @param length how many of them
   * @param info what follows them
   */
  private record Fence(int indent, char mark, int length, String info) {

    static Optional<Fence> of(String line) {
      int indent = 0;
      while (indent < line.length() && line.charAt(indent) == ' ') {
        indent++;
      }
      int end = indent;
      while (end < line.length()
          && line.charAt(end) == line.charAt(indent)
          && "`~".indexOf(line.charAt(end)) >= 0) {
        end++;
      }
      String info = BLANK.trimFrom(line.substring(end));
      boolean fence = indent <= 3 && end - indent >= 3;
      return fence && !(line.charAt(indent) == '`' && info.contains("`"))
          ? Optional.of(new Fence(indent, line.charAt(indent), end - indent, info))
          : Optional.empty();
    }

    String language() {
      int end = BLANK.indexIn(info);
      return Ascii.toLowerCase(end < 0 ? info : info.substring(0, end));
    }

    boolean closes(Fence open) {
      return mark == open.mark && length >= open.length && info.isEmpty();
    }
  }

  private final InputStream reply;
  private final int most;
  private boolean ended;

  private FencedBlock(InputStream reply, int most) {
    this.reply = reply;
    this.most = most;
  }

  /**
   * Returns the block's content; one that is not closed ends with the reply.
   *
   * @param most bytes that are kept of it
   * @param languages in small letters
   */
  public static Optional<byte[]> in(InputStream reply, int most, String... languages)
      throws IOException {
    return new FencedBlock(new BufferedInputStream(reply), most)
        .find(ImmutableSet.copyOf(languages));
  }

  private Optional<byte[]> find(Set<String> languages) throws IOException {
    while (!ended) {
      Optional<Fence> open = Fence.of(latin(line()));
      if (open.isPresent()) {
        byte[] content = content(open.get());
        if (languages.contains(open.get().language())) {
          return Optional.of(content);
        }
      }
    }
    return Optional.empty();
  }

  private byte[] content(Fence open) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (!ended) {
      byte[] line = line();
      if (Fence.of(latin(line)).filter(fence -> fence.closes(open)).isPresent()) {
        break;
      }
      int from = 0;
      while (from < open.indent() && from < line.length && line[from] == ' ') {
        from++;
      }
      int length = Math.min(line.length - from, most - content.size());
      content.write(line, from, length);
    }
    return content.toByteArray();
  }

  /** Returns the next line with its end; of a line that is longer than any plan, the beginning. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = reply.read();
    for (; next >= 0 && next != '\n'; next = reply.read()) {
      if (line.size() < most) {
        line.write(next);
      }
    }
    ended = next < 0;
    if (!ended) {
      line.write('\n');
    }
    return line.toByteArray();
  }

  /** One character a byte: enough to see fences. */
  private static String latin(byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1);
  }
}
