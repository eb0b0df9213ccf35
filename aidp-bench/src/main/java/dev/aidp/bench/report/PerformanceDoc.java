package dev.aidp.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The document that figures are written into. What a program writes stands between two comments,
 * which name it; all else is people's, and stays.
 */
public final class PerformanceDoc {

  private final Path file;

  /** Makes one that is in {@code file}. */
  public PerformanceDoc(Path file) {
    this.file = file;
  }

  /**
   * Writes a part.
   *
   * @throws IllegalStateException if the document has no such part
   */
  public void write(String part, String markdown) throws IOException {
    Matcher matcher =
        Pattern.compile(
                "(?s)(<!-- bench:%s -->\n).*?(<!-- /bench:%<s -->)".formatted(Pattern.quote(part)))
            .matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new IllegalStateException(
          "%s has no part for what was measured: add the lines <!-- bench:%s --> and <!-- /bench:%<s -->"
              .formatted(file, part));
    }
    Files.writeString(
        file,
        matcher.replaceFirst(
            match -> Matcher.quoteReplacement(match.group(1) + markdown + "\n" + match.group(2))));
  }

  /** Writes a picture beside the document, and returns the Markdown that shows it. */
  public String picture(String name, String what, Plot plot) throws IOException {
    Path picture = file.resolveSibling("performance").resolve(name + ".svg");
    Files.createDirectories(picture.getParent());
    Files.writeString(picture, plot.svg());
    return "![%s](performance/%s.svg)".formatted(what, name);
  }
}
