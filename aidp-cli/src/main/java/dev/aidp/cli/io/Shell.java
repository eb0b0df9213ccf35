package dev.aidp.cli.io;

import dev.aidp.activities.secret.Secrets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The world around a command.
 *
 * @param out the command's result
 * @param err everything else
 * @param environment variables
 * @param directory the working directory
 * @param screen what the streams lead to
 * @param interruption whether it was asked to end
 * @param clock the time that is shown
 */
public record Shell(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Screen screen,
    Interruption interruption,
    Clock clock) {

  /** Returns a copy that prints none of {@code secrets}. */
  public Shell without(Secrets secrets) {
    return new Shell(
        RedactingOutput.stream(out, secrets),
        RedactingOutput.stream(err, secrets),
        environment,
        directory,
        screen,
        interruption,
        clock);
  }

  /** Prints {@code line} as the command's result. */
  public void say(String line) {
    out.println(line);
  }

  /** Prints {@code line} beside the result. */
  public void note(String line) {
    err.println(line);
  }
}
