package dev.aidp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.cli.command.AidpCommand;
import dev.aidp.cli.io.Errors;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Interruption;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Screen;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Terminal;
import dev.aidp.runtime.view.ErrorView;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The {@code aidp} command. */
public final class Main {

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Logging.quiet(Arguments.askForMore(ImmutableList.copyOf(arguments)));
    Interruption interruption = new Interruption();
    Terminal.listen(interruption);
    Map<String, String> environment = System.getenv();
    Shell shell =
        new Shell(
            stream(FileDescriptor.out),
            stream(FileDescriptor.err),
            environment,
            Path.of("").toAbsolutePath(),
            Terminal.screen(environment),
            interruption,
            Clock.systemUTC());
    int code = run(ImmutableList.copyOf(arguments), shell);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }

  /** Runs the command between two pipes and returns its exit code. */
  public static int run(
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      PrintStream out,
      PrintStream err) {
    return run(
        arguments,
        new Shell(
            out,
            err,
            environment,
            directory,
            Screen.none(),
            new Interruption(),
            Clock.systemUTC()));
  }

  /** Runs the command in {@code plain}, which is told no secret, and returns its exit code. */
  public static int run(List<String> arguments, Shell plain) {
    Shell shell = plain.without(Secrets.in(plain.environment()));
    CommandLine line = AidpCommand.line(shell);
    line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    List<String> ordered = Arguments.commandFirst(line, arguments);
    Form form = Form.of(Arguments.askForJson(arguments), ordered);
    boolean verbose = Arguments.askForMore(arguments);
    line.setParameterExceptionHandler((e, args) -> report(e, shell, form, verbose));
    line.setExecutionExceptionHandler((e, command, parsed) -> report(e, shell, form, verbose));
    if (form != Form.TEXT) {
      line.setExecutionStrategy(parsed -> documented(parsed, shell, form));
    }
    int code = execute(line, ordered, shell);
    shell.out().flush();
    shell.err().flush();
    return code;
  }

  /** A class that cannot be read says nothing of why; that no file can be opened is why. */
  private static int execute(CommandLine line, List<String> ordered, Shell shell) {
    try {
      return line.execute(ordered.toArray(String[]::new));
    } catch (LinkageError e) {
      shell.note("aidp: a part of the program cannot be read: " + e.getMessage());
      shell.note("→ Allow more open files (ulimit -n 1024), or install it again.");
      return Exits.UNUSABLE;
    }
  }

  private static int report(Exception thrown, Shell shell, Form form, boolean verbose) {
    ErrorView error = Errors.of(thrown);
    if (verbose) {
      shell.note(Throwables.getStackTraceAsString(thrown));
    }
    Errors.lines(error).forEach(shell::note);
    if (form != Form.TEXT) {
      form.say(shell, Json.error(error));
    }
    return error.code();
  }

  /** Runs the command; where help or the version is asked for instead, that is the document. */
  private static int documented(ParseResult parsed, Shell shell, Form form) {
    for (CommandLine line : parsed.asCommandLineList()) {
      if (line.isUsageHelpRequested()) {
        form.say(shell, Json.help(line));
        return Exits.DONE;
      }
      if (line.isVersionHelpRequested()) {
        String version = String.join("\n", line.getCommandSpec().version());
        form.say(shell, Json.object().put("version", version));
        return Exits.DONE;
      }
    }
    return new RunLast().execute(parsed);
  }

  /** How a command answers. */
  private enum Form {
    TEXT,
    DOCUMENT,
    /** A document in each line, so that the last one may be an error. */
    LINES;

    static Form of(boolean json, List<String> ordered) {
      boolean lines = !ordered.isEmpty() && List.of("logs", "history").contains(ordered.get(0));
      return json ? lines ? LINES : DOCUMENT : TEXT;
    }

    void say(Shell shell, JsonNode document) {
      shell.say(this == LINES ? document.toString() : Json.pretty(document));
    }
  }

  /** UTF-8 whatever the locale: documents are, and a terminal of today is. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
