package dev.aidp.testkit.suite;

import java.util.List;
import java.util.stream.IntStream;

/** How much of what takes long is played: a part in each build, all of it with {@code -Pfull}. */
public final class Portion {

  private static final boolean FULL = Boolean.getBoolean("aidp.full");

  private Portion() {}

  /** Returns both engines, or only the native one without {@code -Pfull}. */
  public static List<String> natively() {
    return of(List.of("native", "temporal"), 2, 0);
  }

  /** Returns both engines, or only Temporal without {@code -Pfull}. */
  public static List<String> onTemporal() {
    return of(List.of("native", "temporal"), 2, 1);
  }

  /** Returns {@code few}, or {@code all} with {@code -Pfull}. */
  public static int of(int all, int few) {
    return FULL ? all : few;
  }

  /**
   * Returns every {@code n}-th from the one at {@code first}, or all of them with {@code -Pfull}.
   */
  public static <T> List<T> of(List<T> all, int n, int first) {
    return FULL
        ? all
        : IntStream.range(0, all.size()).filter(i -> i % n == first).mapToObj(all::get).toList();
  }
}
