package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What kind of run. */
public enum RunKind implements WireNamed {
  /** Units in parallel, then a merge. */
  FEATURE,
  /** One work loop on its own branch. */
  LOOP,
  /** Branches that are there, into one that is green. */
  MERGE
}
