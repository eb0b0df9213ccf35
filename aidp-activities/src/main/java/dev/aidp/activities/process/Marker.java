package dev.aidp.activities.process;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import org.jspecify.annotations.Nullable;

/**
 * The variable by which processes that have left their group are found again. It holds the markers
 * of all turns that a process is in: an agent may itself run Aidp, and both the inner and the outer
 * turn must find what they started.
 */
final class Marker {

  static final String VARIABLE = "AIDP_TURN";

  private static final char SEPARATOR = ':';

  private Marker() {}

  /** Returns the variable's value for a process inside the turns of {@code inherited}. */
  static String within(@Nullable String inherited, String marker) {
    return inherited == null || inherited.isEmpty() ? marker : inherited + SEPARATOR + marker;
  }

  /**
   * Returns whether {@code variable}, as {@code NAME=VALUE}, holds exactly {@code marker} among its
   * markers.
   */
  static boolean matches(String variable, String marker) {
    String name = VARIABLE + "=";
    return variable.startsWith(name)
        && Iterables.contains(
            Splitter.on(SEPARATOR).split(variable.substring(name.length())), marker);
  }
}
