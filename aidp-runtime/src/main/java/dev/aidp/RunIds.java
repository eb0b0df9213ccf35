package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.run.RunKind;
import dev.aidp.text.Slug;

/** Ids of runs: which are allowed, and which is made from a text. */
final class RunIds {

  private RunIds() {}

  /** Returns {@code id}, or refuses it. */
  static String checked(String id) {
    if (!Names.isRun(id)) {
      throw new UsageException(
          "'" + id + "' is not an id.",
          "id",
          "Use 1 to 64 letters, digits, '-' and '_', beginning with a letter or digit.");
    }
    return id;
  }

  /**
   * Returns the {@code n}th id that is made from a text, from 1: {@code f-add-csv}, {@code
   * f-add-csv-2}, …; a text without Latin letters gives a short hash of it: {@code f-3fa9c1}.
   */
  static String fromText(RunKind kind, String text, int n) {
    return kind.wireName().charAt(0) + "-" + Slug.of(text) + (n == 1 ? "" : "-" + n);
  }
}
