package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp resume}. */
@Command(
    name = "resume",
    description =
        "Go on with a run that is paused, that waits for a budget, or that nobody works on any more.")
final class ResumeCommand extends ContinueCommand {

  @Option(
      names = "--budget-usd",
      paramLabel = "X",
      description = "What the run may spend in all from now on, in US dollars.")
  @Nullable String budgetUsd;

  @Option(
      names = "--budget-tokens",
      paramLabel = "N",
      description = "What the run may use in all from now on, in tokens.")
  @Nullable String budgetTokens;

  @Option(
      names = "--unit-budget-usd",
      paramLabel = "X",
      description = "What each unit may spend in all from now on, in US dollars.")
  @Nullable String unitBudgetUsd;

  @Option(
      names = "--unit-budget-tokens",
      paramLabel = "N",
      description = "What each unit may use in all from now on, in tokens.")
  @Nullable String unitBudgetTokens;

  ResumeCommand(Shell shell) {
    super(shell, "aidp resume ID [--budget-usd X] [--budget-tokens N] [--detach]", 0, 0);
  }

  /** Where it is refused again, it waits anew. */
  @Override
  boolean ends(Waiting what) {
    return what.reason() == Waiting.Reason.BUDGET || what.reason() == Waiting.Reason.NEEDS;
  }

  @Override
  Receipt steer(RunHandle run) {
    Budget raised =
        new Budget(
            new Cap(money(budgetUsd, "--budget-usd"), tokens(budgetTokens, "--budget-tokens")),
            new Cap(
                money(unitBudgetUsd, "--unit-budget-usd"),
                tokens(unitBudgetTokens, "--unit-budget-tokens")),
            Cap.NONE);
    return raised.none() ? run.resume() : run.resume(raised);
  }

  private static @Nullable Long money(@Nullable String text, String option) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,7}(\\.[0-9]{1,6})?") || Config.microUsd(text) == 0) {
      throw wrong(text, option, "an amount in US dollars, such as 5 or 0.25");
    }
    return Config.microUsd(text);
  }

  private static @Nullable Long tokens(@Nullable String text, String option) {
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,15}") || Long.parseLong(text) == 0) {
      throw wrong(text, option, "a whole number from 1");
    }
    return Long.valueOf(text);
  }

  private static UsageException wrong(String text, String option, String expected) {
    return new UsageException(
        option + " must be " + expected + ": " + text, option, "Write it with digits.");
  }
}
