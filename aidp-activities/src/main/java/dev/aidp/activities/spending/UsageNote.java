package dev.aidp.activities.spending;

import dev.aidp.run.Usage;
import java.util.List;

/**
 * What an agent that is a command writes to say what it used: lines {@code NAME=NUMBER}, of which
 * several with one name add up. Pure.
 *
 * <p>The names are {@code cost_usd}, {@code input_tokens}, {@code cache_read_tokens}, {@code
 * cache_write_tokens} and {@code output_tokens}; what is none of them, or no number, is passed
 * over.
 */
public final class UsageNote {

  /** The file's name, in the folder that {@code AIDP_ARTIFACTS} names. */
  public static final String FILE = "usage";

  /** A note longer than this is no note, in bytes. */
  public static final int LONGEST = 1 << 16;

  private static final double MOST = 1e15;

  private UsageNote() {}

  /** Returns what {@code lines} say. */
  public static Usage read(List<String> lines) {
    double usd = sum(lines, "cost_usd");
    return new Usage(
        (long) sum(lines, "input_tokens"),
        (long) sum(lines, "cache_read_tokens"),
        (long) sum(lines, "cache_write_tokens"),
        (long) sum(lines, "output_tokens"),
        Math.round(usd * 1e6),
        false);
  }

  private static double sum(List<String> lines, String name) {
    double sum =
        lines.stream()
            .map(String::strip)
            .filter(line -> line.startsWith(name + "="))
            .mapToDouble(line -> number(line.substring(name.length() + 1)))
            .sum();
    return Math.min(sum, MOST);
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return number > 0 && number < MOST ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
