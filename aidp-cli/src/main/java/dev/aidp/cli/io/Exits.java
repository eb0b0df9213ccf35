package dev.aidp.cli.io;

/** The exit codes that scripts rely on. */
public final class Exits {

  /** Done; a looking command could look. */
  public static final int DONE = 0;

  /** Failed; or a final run was not changed. */
  public static final int FAILED = 1;

  /** Wrong usage, configuration, plan or id, or a place where aidp cannot work. */
  public static final int USAGE = 2;

  /** No such run, unit or checkpoint. */
  public static final int UNKNOWN = 4;

  /** Engine, server or storage not usable. */
  public static final int UNUSABLE = 5;

  /** Cancelled or interrupted. */
  public static final int INTERRUPTED = 130;

  private Exits() {}
}
