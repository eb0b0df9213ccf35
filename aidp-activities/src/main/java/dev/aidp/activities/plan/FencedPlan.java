package dev.aidp.activities.plan;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.aidp.activities.yaml.StrictYaml;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the first block in a reply that is fenced as {@code yaml} or {@code yml}, by CommonMark's
 * rules: a fence has at least three backticks or tildes and at most three blanks before it, so that
 * fences in a plan's own texts, which are indented more, do not end it. Reads no more of the reply
 * than that, and keeps no more of it than a plan may have; the bytes are left as they are.
 */
final class FencedPlan {

  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r\n");
  private static final int KEPT = StrictYaml.MAX_BYTES + 1;

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

    boolean opensYaml() {
      int end = BLANK.indexIn(info);
      String language = Ascii.toLowerCase(end < 0 ? info : info.substring(0, end));
      return language.equals("yaml") || language.equals("yml");
    }

    boolean closes(Fence open) {
      return mark == open.mark && length >= open.length && info.isEmpty();
    }
  }

  private final InputStream reply;
  private boolean ended;

  private FencedPlan(InputStream reply) {
    this.reply = reply;
  }

  /** Returns the block's content; one that is not closed ends with the reply. */
  static Optional<byte[]> in(InputStream reply) throws IOException {
    return new FencedPlan(new BufferedInputStream(reply)).find();
  }

  private Optional<byte[]> find() throws IOException {
    while (!ended) {
      Optional<Fence> open = Fence.of(latin(line()));
      if (open.isPresent()) {
        byte[] content = content(open.get());
        if (open.get().opensYaml()) {
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
      int length = Math.min(line.length - from, KEPT - content.size());
      content.write(line, from, length);
    }
    return content.toByteArray();
  }

  /** Returns the next line with its end; of a line that is longer than any plan, the beginning. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = reply.read();
    for (; next >= 0 && next != '\n'; next = reply.read()) {
      if (line.size() < KEPT) {
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
