package dev.aidp.cli.io;

import com.google.common.base.Throwables;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.config.Typo;
import dev.aidp.runtime.view.ErrorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one map from what was thrown to what is said. */
public final class Errors {

  private Errors() {}

  /** Returns how {@code thrown} is shown. */
  public static ErrorView of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof UsageException e) {
      return new ErrorView(
          Exits.USAGE, message(e), CommandWords.option(e.where()), e.remedy(), e.details());
    } else if (cause instanceof UnusableException e) {
      return ErrorView.of(Exits.UNUSABLE, message(e), e.remedy());
    } else if (cause instanceof CliException e) {
      return e.error();
    } else if (cause instanceof ParameterException e) {
      return usage(e);
    } else if (cause instanceof NotFoundException e) {
      return ErrorView.of(Exits.UNKNOWN, message(e), "See which there are: aidp list");
    } else if (cause instanceof IOException || cause instanceof UncheckedIOException) {
      return ErrorView.of(
          Exits.UNUSABLE,
          "Cannot read or write: " + message(cause),
          "Make room or give access, then try again.");
    } else if (cause instanceof AidpException e) {
      return ErrorView.of(Exits.FAILED, message(e), null);
    }
    return ErrorView.of(
        Exits.FAILED,
        "Unexpected " + cause.getClass().getSimpleName() + ": " + message(cause),
        "This is a fault of aidp; --verbose shows where.");
  }

  /** Returns the lines that tell a person of {@code error}. */
  public static List<String> lines(ErrorView error) {
    List<String> lines = new ArrayList<>();
    if (error.details().isEmpty()) {
      lines.add("aidp: " + (error.where() == null ? "" : error.where() + ": ") + error.message());
    } else if (error.details().size() > 1) {
      lines.add("aidp: " + error.message());
    }
    error.details().forEach(detail -> lines.add(detail.where() + ": " + detail.message()));
    if (error.remedy() != null) {
      lines.add("→ " + error.remedy());
    }
    return lines.stream().map(Texts::printable).toList();
  }

  private static ErrorView usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String see = "See: " + command.getCommandSpec().qualifiedName() + " --help";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-") && !command.getSubcommands().isEmpty()) {
        String meant = near(first, command.getSubcommands().keySet());
        return ErrorView.of(Exits.USAGE, "Unknown command: " + first, meant + see);
      }
      String meant = near(first, command.getCommandSpec().optionsMap().keySet());
      return ErrorView.of(Exits.USAGE, message(e), meant + see);
    }
    return ErrorView.of(Exits.USAGE, message(e), see);
  }

  private static String near(String written, Collection<String> known) {
    return known.stream()
        .filter(word -> Typo.near(word, written))
        .findFirst()
        .map(word -> "Did you mean " + word + "? ")
        .orElse("");
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? Throwables.getRootCause(thrown).getClass().getSimpleName() : message;
  }
}
