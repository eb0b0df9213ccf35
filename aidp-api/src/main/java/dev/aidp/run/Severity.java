package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** How grave something is that a reviewer has found, the least first. */
public enum Severity implements WireNamed {
  /** A matter of taste, or of polish. */
  LOW,
  /** It should be mended, some time. */
  MEDIUM,
  /** It should not be merged so. */
  HIGH,
  /** It must not be merged so. */
  CRITICAL
}
