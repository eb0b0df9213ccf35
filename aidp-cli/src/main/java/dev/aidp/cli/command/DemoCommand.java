package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp demo}. */
@Command(
    name = "demo",
    description =
        "The main job with no model and no server: a sample repository, scripted agents, one green branch.")
final class DemoCommand extends Verb {

  DemoCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    throw new UnsupportedOperationException("demo");
  }
}
