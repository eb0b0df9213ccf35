package dev.aidp.run;

/**
 * A command that must exit 0 on a unit's tree.
 *
 * @param name unique in a run
 * @param command given to {@code sh -c}
 */
public record Check(String name, String command) {}
