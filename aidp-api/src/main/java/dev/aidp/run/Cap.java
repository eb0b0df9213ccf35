package dev.aidp.run;

import org.jspecify.annotations.Nullable;

/**
 * How much may be spent; null where there is no limit.
 *
 * @param microUsd money, in millionths of a US dollar
 * @param tokens tokens of every kind
 */
public record Cap(@Nullable Long microUsd, @Nullable Long tokens) {

  /** No limit. */
  public static final Cap NONE = new Cap(null, null);

  /** Refuses what makes no sense. */
  public Cap {
    if ((microUsd != null && microUsd <= 0) || (tokens != null && tokens <= 0)) {
      throw new IllegalArgumentException("A budget must be more than nothing.");
    }
  }

  /** Returns a copy in which what {@code other} names holds instead. */
  public Cap with(Cap other) {
    return new Cap(
        other.microUsd == null ? microUsd : other.microUsd,
        other.tokens == null ? tokens : other.tokens);
  }

  /** Returns whether nothing is limited. */
  public boolean none() {
    return microUsd == null && tokens == null;
  }
}
