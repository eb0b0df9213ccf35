package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command to run.
 *
 * @param work whose command; who starts the next one of the same run and unit ends what is left of
 *     this one
 * @param command the program and its arguments
 * @param directory where it runs
 * @param environment added to that of this process, except git's variables, which it does not
 *     inherit
 * @param withheld further variables that it does not inherit
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
    Set<String> withheld,
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
    withheld = ImmutableSet.copyOf(withheld);
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
        shell(command),
        directory,
        environment,
        ImmutableSet.of(),
        input,
        timeout,
        output,
        errors,
        Vigil.NONE);
  }

  /** Returns the command that gives {@code text} to {@code sh -c}. */
  public static ImmutableList<String> shell(String text) {
    return ImmutableList.of("sh", "-c", text);
  }
}
