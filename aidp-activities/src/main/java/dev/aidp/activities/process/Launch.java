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
 * @param program what runs
 * @param directory where it runs
 * @param environment all of its variables: of those of this process it inherits none by itself
 * @param input its standard input; a command that never reads it delays nobody
 * @param timeout after which it is ended; time in which it was stopped does not count
 * @param sinks what takes its output
 * @param vigil what else is watched
 */
public record Launch(
    Work work,
    Program program,
    Path directory,
    Map<String, String> environment,
    String input,
    Duration timeout,
    Sinks sinks,
    ProcessWatch vigil) {

  /**
   * What takes a command's output while it runs.
   *
   * @param output its standard output
   * @param errors its standard error; {@link #WITH_OUTPUT}: it goes where the standard output goes
   */
  public record Sinks(OutputSink output, OutputSink errors) {}

  /** Says that standard error is not kept apart. */
  public static final OutputSink WITH_OUTPUT = (bytes, offset, length) -> {};

  /** What runs. */
  public sealed interface Program permits Command, Code {}

  /**
   * A program of this machine.
   *
   * @param words it and its arguments
   */
  public record Command(List<String> words) implements Program {

    /** Copies the words. */
    public Command {
      words = ImmutableList.copyOf(words);
    }
  }

  /** Code of this process; it has no environment, input or standard error. */
  public non-sealed interface Code extends Program {

    /** Returns what it is called in messages. */
    String name();

    /**
     * Runs it; its thread is interrupted if it shall end.
     *
     * @param output may be used by one thread at a time; does nothing after the end
     * @return its exit code
     * @throws dev.aidp.failure.UnusableException if it cannot run now
     */
    int run(OutputSink output);
  }

  /** Copies the variables. */
  public Launch {
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
    this(
        work,
        new Command(shell(command)),
        directory,
        environment,
        input,
        timeout,
        new Sinks(output, errors),
        ProcessWatch.NONE);
  }

  /** Returns the same command with further variables. */
  Launch with(Map<String, String> variables) {
    Map<String, String> all =
        ImmutableMap.<String, String>builder()
            .putAll(environment)
            .putAll(variables)
            .buildKeepingLast();
    return new Launch(work, program, directory, all, input, timeout, sinks, vigil);
  }

  /** Returns the command that gives {@code text} to {@code sh -c}. */
  public static ImmutableList<String> shell(String text) {
    return ImmutableList.of("sh", "-c", text);
  }
}
