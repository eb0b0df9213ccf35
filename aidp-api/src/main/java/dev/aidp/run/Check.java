package dev.aidp.run;

import org.jspecify.annotations.Nullable;

/**
 * A command that must exit 0 on a unit's tree, or code of the process that must pass it.
 *
 * @param name unique in a run
 * @param command given to {@code sh -c}; {@code java:NAME@VERSION} is code by its name and version
 * @param exclusive whether no other check that is so may run on the host meanwhile
 */
public record Check(String name, String command, boolean exclusive) {

  private static final String IN_PROCESS = "java:";

  /** Makes one that may run beside any other. */
  public Check(String name, String command) {
    this(name, command, false);
  }

  /**
   * Returns a check that is code of the process: the {@link dev.aidp.command.TreeCheck} that the
   * application has registered with this name and version.
   */
  public static Check inProcess(String name, String version) {
    return new Check(name, IN_PROCESS + name + "@" + version);
  }

  /** Returns the name and version of the code that it is, or null if it is a command. */
  public @Nullable String code() {
    return command.startsWith(IN_PROCESS) ? command.substring(IN_PROCESS.length()) : null;
  }

  /** Returns the same check by another name. */
  public Check named(String other) {
    return new Check(other, command, exclusive);
  }
}
