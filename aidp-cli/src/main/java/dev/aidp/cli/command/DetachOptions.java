package dev.aidp.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that work on a run in the foreground. */
final class DetachOptions {

  static final String DETACH = "--detach";
  static final String READY = "--detached-ready";

  @Option(
      names = DETACH,
      description = "A background process owns the run; only its id is printed.")
  boolean detach;

  /** Set for the background process itself: where it says that it has the run. */
  @Option(names = READY, hidden = true)
  @Nullable Path ready;
}
