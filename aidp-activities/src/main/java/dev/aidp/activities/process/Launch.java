package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command to run.
 *
 * @param work whose command; who starts the next one of the same run and unit ends what is left of
 *     this one
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment all of its variables: of those of this process it inherits none by itself
 * @param input its standard input; a command that never reads it delays nobody
 * @param timeout after which it is ended; time in which it was stopped does not count
 * @param output takes its standard output while it runs
 * @param errors takes its standard error while it runs; {@link #WITH_OUTPUT}: it goes where the
 *     standard output goes
 * @param vigil what else is watched
 */
public record Launch(
    Work work,
    List<String> command,
    Path directory,
    Map<String, String> environment,
    String input,
    Duration timeout,
    OutputSink output,
    OutputSink errors,
    Vigil vigil) {

  /** Says that standard error is not kept apart. */
  public static final OutputSink WITH_OUTPUT = (bytes, offset, length) -> {};

  /** Copies the collections. */
  public Launch {
    command = ImmutableList.copyOf(command);
    environment = ImmutableMap.copyOf(environment);
  }

  /** Makes one of what is given to {@code sh -c}, of which nothing but its life is watched. */
  public Launch(
      Work work,
      String command,
      Path directory,
      Map<String, String> environment,
      String input,
      Duration timeout,
      OutputSink output,
      OutputSink errors) {
    this(work, shell(command), directory, environment, input, timeout, output, errors, Vigil.NONE);
  }

  /** Returns the same command with further variables. */
  Launch with(Map<String, String> variables) {
    Map<String, String> all =
        ImmutableMap.<String, String>builder()
            .putAll(environment)
            .putAll(variables)
            .buildKeepingLast();
    return new Launch(work, command, directory, all, input, timeout, output, errors, vigil);
  }

  /** Returns the command that gives {@code text} to {@code sh -c}. */
  public static ImmutableList<String> shell(String text) {
    return ImmutableList.of("sh", "-c", text);
  }
}
