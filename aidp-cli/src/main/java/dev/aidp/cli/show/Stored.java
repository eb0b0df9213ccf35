package dev.aidp.cli.show;

import dev.aidp.StoreSize;
import dev.aidp.run.Count;
import java.util.Locale;

/** What is stored, in words. */
public final class Stored {

  private Stored() {}

  /** Returns how much there is. */
  public static String words(StoreSize size) {
    return "%s, database %s, %s (%s), logs and evidence %s, %s"
        .formatted(
            Count.of(size.runs(), "run"),
            bytes(size.databaseBytes()),
            Count.of(size.artifacts(), "artifact"),
            bytes(size.artifactBytes()),
            bytes(size.otherBytes()),
            Count.of(size.refs(), "ref"));
  }

  /** Returns a number of bytes as a person reads it. */
  public static String bytes(long number) {
    boolean small = number < 1 << 20;
    return String.format(
        Locale.ROOT, small ? "%.1f KiB" : "%.1f MiB", number / (small ? 1024.0 : 1024 * 1024.0));
  }
}
