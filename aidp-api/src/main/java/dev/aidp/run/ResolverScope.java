package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** What a resolver may change. */
public enum ResolverScope implements WireNamed {
  /** The conflicting files only. */
  CONFLICT,
  /** Any file; what it changed elsewhere is used again only where that is as it was then. */
  ANY
}
