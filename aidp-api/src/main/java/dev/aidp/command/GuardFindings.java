package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What the guards say of what a unit has changed.
 *
 * @param violations what is refused, one for each guard
 * @param confirm paths that a person must approve; at most 20, and how many more there are
 */
public record GuardFindings(List<Violation> violations, List<String> confirm) {

  /** Nothing is refused, nothing to approve. */
  public static final GuardFindings NONE =
      new GuardFindings(ImmutableList.of(), ImmutableList.of());

  /** Copies the lists. */
  public GuardFindings {
    violations = ImmutableList.copyOf(violations);
    confirm = ImmutableList.copyOf(confirm);
  }

  /**
   * What one guard refuses.
   *
   * @param guard the guard's setting, such as {@code guards.protected}
   * @param what where and what it is, in one line
   * @param remedy what the agent must do about it, in a sentence
   */
  public record Violation(String guard, String what, String remedy) {}
}
