package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** How strong a model is, weakest first; the configuration says which model that is by provider. */
public enum Tier implements WireNamed {
  /** Cheap and quick. */
  MINI,
  /** The usual one. */
  STANDARD,
  /** Reasons before it answers. */
  THINKING,
  /** A provider's strong model. */
  PRO,
  /** The strongest there is, whatever it costs. */
  MAX
}
