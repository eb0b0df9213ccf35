package dev.aidp.cli.command;

import dev.aidp.DiffOptions;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp diff}. */
@Command(
    name = "diff",
    description =
        "What agents have changed, as a patch: in the result, in a unit, also one under way, or in one iteration of it.")
final class DiffCommand extends RunIdCommand {

  private static final String PLAIN = "\u001b[m";

  private static final String TAB = "    ";

  @Option(
      names = "--iteration",
      paramLabel = "N",
      description = "Only this iteration: 3, or 1.3 of attempt 1.")
  @Nullable String iteration;

  @Option(names = "--stat", description = "Only how much, a line for each file.")
  boolean stat;

  DiffCommand(Shell shell) {
    super(shell, "aidp diff ID [UNIT] [--iteration N] [--stat]", 0, 1);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      String unit = rest().isEmpty() ? null : rest().get(0);
      show(run.id(), unit, run.diff(new DiffOptions(unit, iteration, stat)));
      return Exits.DONE;
    }
  }

  private void show(String id, @Nullable String unit, byte[] patch) {
    if (!common.json && !shell.screen().out()) {
      shell.out().write(patch, 0, patch.length); // as it is, so that it can be applied
      shell.out().flush();
      return;
    }
    String text = new String(patch, StandardCharsets.UTF_8);
    if (common.json) {
      say(
          Json.object()
              .put("run", id)
              .put("unit", unit)
              .put("iteration", iteration)
              .put("diff", text));
    } else {
      text.lines().map(DiffCommand::coloured).forEach(shell::say);
    }
  }

  /** What an agent has written must not steer a terminal. */
  private static String coloured(String line) {
    String shown = Texts.printable(line.replace("\t", TAB));
    String colour =
        line.startsWith("diff ") || line.startsWith("+++ ") || line.startsWith("--- ")
            ? "\u001b[1m"
            : line.startsWith("@@")
                ? "\u001b[36m"
                : line.startsWith("+") ? "\u001b[32m" : line.startsWith("-") ? "\u001b[31m" : "";
    return colour.isEmpty() ? shown : colour + shown + PLAIN;
  }
}
