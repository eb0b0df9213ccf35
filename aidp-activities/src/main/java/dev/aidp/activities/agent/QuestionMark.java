package dev.aidp.activities.agent;

import com.google.common.base.Ascii;
import dev.aidp.activities.process.PlainText;
import dev.aidp.run.Defaults;
import dev.aidp.text.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the line by which an agent asks a person something. Case, blanks, Markdown emphasis and
 * colour codes do not matter. A question goes on to the next blank line; what is quoted, or in a
 * fenced block, is none. Works on replies of any size, with the memory of one question.
 */
final class QuestionMark {

  /** How the line begins. */
  static final String TEXT = "QUESTION:";

  private static final String EMPHASIS = "*_`~";

  private static final Pattern LINE =
      Pattern.compile("[\\s#*_`~]*QUESTION[\\s*_`~]*[:：](.*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");

  private final StringBuilder question = new StringBuilder();
  private @Nullable String fence;
  private boolean open;

  /** Takes the next line of the reply, without its end. */
  void take(String line) {
    String start = Excerpt.start(line, Defaults.QUESTION_TEXT);
    if (!open && fence == null && !matters(start)) {
      return;
    }
    String plain = PlainText.of(start).replaceAll("\\s+$", "");
    Matcher fenced = FENCE.matcher(plain);
    if (fence != null) {
      boolean ends = fenced.matches() && fenced.group(1).startsWith(fence);
      fence = ends && fenced.group(2).isBlank() ? null : fence;
    } else if (fenced.matches()) {
      fence = fenced.group(1);
      open = false;
    } else {
      said(plain);
    }
  }

  /** Most lines of most replies are nothing of the kind. */
  private static boolean matters(String line) {
    return line.indexOf('`') >= 0
        || line.indexOf('~') >= 0
        || Ascii.toLowerCase(line).contains("question");
  }

  private void said(String plain) {
    Matcher asks = LINE.matcher(plain);
    if (asks.matches()) {
      open = true;
      add(bare(asks.group(1)));
    } else if (plain.isBlank() || CompletionMark.in(plain)) {
      open = false;
    } else if (open) {
      add(plain.strip());
    }
  }

  private void add(String part) {
    if (!part.isEmpty()) {
      question.append(question.isEmpty() ? "" : "\n").append(part);
      question.setLength(Math.min(question.length(), Defaults.QUESTION_TEXT));
    }
  }

  /** What is left of emphasis that began before the text says nothing. */
  private static String bare(String rest) {
    int start = 0;
    while (start < rest.length() && (EMPHASIS + " \t").indexOf(rest.charAt(start)) >= 0) {
      start++;
    }
    return rest.substring(start).strip();
  }

  /** Returns what was asked, or null. */
  @Nullable String asked() {
    return question.isEmpty() ? null : question.toString();
  }

  /** Returns what {@code reply} asks, or null. */
  static @Nullable String in(String reply) {
    QuestionMark mark = new QuestionMark();
    reply.lines().forEach(mark::take);
    return mark.asked();
  }

  /** Returns whether a reply that has this line asks something by it. */
  static boolean begins(String line) {
    return matters(line) && LINE.matcher(PlainText.of(line)).matches();
  }
}
