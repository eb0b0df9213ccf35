package dev.aidp.run;

import dev.aidp.wire.WireNamed;

/** How urgent an instruction is, most urgent first. */
public enum Priority implements WireNamed {
  /** Before everything else. */
  CRITICAL,
  /** Before normal ones. */
  HIGH,
  /** The default. */
  NORMAL,
  /** After all others. */
  LOW
}
