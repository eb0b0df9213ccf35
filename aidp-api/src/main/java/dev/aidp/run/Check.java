package dev.aidp.run;

/**
 * A command that must exit 0 on a unit's tree.
 *
 * @param name unique in a run
 * @param command given to {@code sh -c}
 * @param exclusive whether no other check that is so may run on the host meanwhile
 */
public record Check(String name, String command, boolean exclusive) {

  /** Makes one that may run beside any other. */
  public Check(String name, String command) {
    this(name, command, false);
  }

  /** Returns the same check by another name. */
  public Check named(String other) {
    return new Check(other, command, exclusive);
  }
}
