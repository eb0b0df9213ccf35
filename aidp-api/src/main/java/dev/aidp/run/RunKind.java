package dev.aidp.run;

import java.util.Locale;

/** What kind of run. */
public enum RunKind {
  /** Units in parallel, then a merge. */
  FEATURE,
  /** One work loop on its own branch. */
  LOOP,
  /** Branches that are there, into one that is green. */
  MERGE;

  /** Returns the name in documents. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
