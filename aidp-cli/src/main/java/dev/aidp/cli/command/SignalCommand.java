package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code aidp signal}. */
@Command(
    name = "signal",
    description =
        "Send a signal by its name, with a JSON value where it takes one: aidp signal ID NAME [JSON].")
final class SignalCommand extends SteerCommand {

  SignalCommand(Shell shell) {
    super(shell, "aidp signal ID NAME [JSON]", 1, 2);
  }

  @Override
  int run() throws Exception {
    id();
    arguments(rest()); // before anything is opened
    return super.run();
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.signal(rest().get(0), arguments(rest()));
  }

  /** Returns what follows the name, as the list of one argument or none. */
  static String arguments(List<String> words) {
    return words.size() < 2 ? "[]" : "[" + Json.given(words.get(1)) + "]";
  }
}
