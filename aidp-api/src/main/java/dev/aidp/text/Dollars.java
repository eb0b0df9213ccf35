package dev.aidp.text;

import java.math.BigDecimal;
import java.util.Locale;

/** Amounts of money, counted in millionths of a US dollar. */
public final class Dollars {

  private Dollars() {}

  /** Returns an amount as people read it: {@code $1.50}, or {@code $0.0123} if cents do not do. */
  public static String shown(long microUsd) {
    return String.format(Locale.ROOT, microUsd % 10_000 == 0 ? "$%.2f" : "$%.4f", microUsd / 1e6);
  }

  /** Returns an amount as programs read it: {@code 1.5}. */
  public static String plain(long microUsd) {
    return BigDecimal.valueOf(microUsd, 6).stripTrailingZeros().toPlainString();
  }
}
