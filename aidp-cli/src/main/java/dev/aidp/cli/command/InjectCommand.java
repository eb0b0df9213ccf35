package dev.aidp.cli.command;

import com.google.common.base.Ascii;
import com.google.common.base.Enums;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Defaults;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp inject}. */
@Command(
    name = "inject",
    description = "Add a text to the prompt of exactly one turn: aidp inject ID \"TEXT\".")
final class InjectCommand extends SteerCommand {

  @Option(
      names = "--unit",
      paramLabel = "U",
      description = "For this unit (default: whoever takes the next turn).")
  @Nullable String unit;

  @Option(
      names = "--priority",
      paramLabel = "P",
      description = "critical, high, normal or low (normal).")
  String priority = "normal";

  @Option(
      names = "--kind",
      paramLabel = "K",
      description =
          "user_input, plan_update, constraint, clarification or acceptance (user_input); a newer"
              + " plan_update or acceptance takes the place of one that nobody has read yet.")
  String kind = "user_input";

  InjectCommand(Shell shell) {
    super(shell, "aidp inject ID \"TEXT\" [--unit U] [--priority P] [--kind K]", 1, 1);
  }

  @Override
  int run() throws Exception {
    id();
    checked(text());
    urgency();
    kind();
    return super.run();
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.inject(text(), urgency(), unit, kind());
  }

  private String text() {
    return rest().get(0);
  }

  private Priority urgency() {
    return Enums.getIfPresent(Priority.class, Ascii.toUpperCase(priority))
        .toJavaUtil()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown priority: " + priority,
                    "--priority",
                    "Use critical, high, normal or low."));
  }

  private Instruction.Kind kind() {
    return Enums.getIfPresent(Instruction.Kind.class, Ascii.toUpperCase(kind))
        .toJavaUtil()
        .orElseThrow(
            () ->
                new UsageException(
                    "Unknown kind: " + kind,
                    "--kind",
                    "Use user_input, plan_update, constraint, clarification or acceptance."));
  }

  static void checked(String text) {
    if (text.isBlank()) {
      throw new UsageException("The text is empty", null, "Say what the agent should know.");
    } else if (text.length() > Defaults.INSTRUCTION_TEXT) {
      throw new UsageException(
          "The text has %d characters, at most %d are allowed"
              .formatted(text.length(), Defaults.INSTRUCTION_TEXT),
          null,
          "Put the long part into a file that the agent can read, and name the file.");
    }
  }
}
