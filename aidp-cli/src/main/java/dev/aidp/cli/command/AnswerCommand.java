package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.run.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code aidp answer}. */
@Command(
    name = "answer",
    description =
        "Answer what the agent of a unit asks; its next turn gets it: aidp answer ID [UNIT] \"TEXT\".")
final class AnswerCommand extends ContinueCommand {

  AnswerCommand(Shell shell) {
    super(shell, "aidp answer ID [UNIT] \"TEXT\" [--detach]", 1, 2);
  }

  @Override
  int run() throws Exception {
    id();
    InjectCommand.checked(text());
    return super.run();
  }

  @Override
  boolean ends(Waiting what) {
    Waiting.Question asked = what.question();
    return asked != null && (unit() == null || asked.unit().equals(unit()));
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.answer(unit(), text());
  }

  private String text() {
    List<String> rest = rest();
    return rest.get(rest.size() - 1);
  }

  private @Nullable String unit() {
    return rest().size() > 1 ? rest().get(0) : null;
  }
}
