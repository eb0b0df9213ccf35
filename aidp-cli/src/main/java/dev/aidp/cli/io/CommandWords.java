package dev.aidp.cli.io;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the library says of ids, settings and steps, in the words of the command line. */
public final class CommandWords {

  /** What a start names by an option of the same name. */
  private static final ImmutableSet<String> PARAMETERS =
      ImmutableSet.of("id", "base", "branch", "into", "engine");

  private static final ImmutableMap<String, String> OPTIONS =
      ImmutableMap.of(
          "repository", "--repo",
          "temporal.target", "--target",
          "budget.usd", "--budget-usd X",
          "budget.tokens", "--budget-tokens N",
          "budget.unit_usd", "--unit-budget-usd X",
          "budget.unit_tokens", "--unit-budget-tokens N");

  private CommandWords() {}

  /** Returns the option that says what the library calls {@code where}; else that itself. */
  public static @Nullable String option(@Nullable String where) {
    if (where == null) {
      return null;
    }
    return PARAMETERS.contains(where) ? "--" + where : OPTIONS.getOrDefault(where, where);
  }

  /** Returns {@code run} with the commands that its error's remedy comes to. */
  public static RunView of(RunView run) {
    ErrorView error = run.error();
    if (error == null || error.remedy() == null || run.state() == RunState.INTERRUPTED) {
      return run;
    }
    String remedy = withoutStop(error.remedy()) + ": " + commands(run);
    return run.with(
        new ErrorView(error.code(), error.message(), error.where(), remedy, error.details()));
  }

  /** Returns what was thrown with the command that shows what there is, or what is wrong. */
  public static CliException seeing(AidpException thrown, String command) {
    ErrorView error = Errors.of(thrown);
    String said = thrown instanceof UsageException ? error.remedy() : null;
    String remedy = said == null ? "See what there is" : withoutStop(said);
    return new CliException(
        new ErrorView(
            error.code(),
            error.message(),
            error.where(),
            remedy + ": " + command,
            error.details()));
  }

  private static String withoutStop(String sentence) {
    return CharMatcher.is('.').trimTrailingFrom(sentence);
  }

  private static String answer(RunView run, Waiting.@Nullable Question asked) {
    return "aidp answer %s %s\"TEXT\"".formatted(run.id(), asked == null ? "" : asked.unit() + " ");
  }

  private static String commands(RunView run) {
    String id = run.id();
    Waiting waiting = run.standing().waiting();
    if (waiting == null) {
      return "aidp logs %s, aidp retry %s".formatted(id, id);
    }
    return switch (waiting.reason()) {
      case APPROVAL ->
          ("planning.approve".equals(waiting.setting()) ? "aidp plan show --run " + id + ", " : "")
              + "aidp approve %s, or aidp reject %s \"REASON\"".formatted(id, id);
      case BUDGET ->
          "aidp resume %s %s"
              .formatted(id, Objects.requireNonNullElse(option(waiting.setting()), ""));
      case QUESTION -> answer(run, waiting.question());
      case NEEDS -> "aidp units %s redo UNIT, or aidp resume %s".formatted(id, id);
    };
  }
}
