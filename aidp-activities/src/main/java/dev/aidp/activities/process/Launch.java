package dev.aidp.activities.process;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A command to run.
 *
 * @param work whose command; who starts the next one of the same run and unit ends what is left of
 *     this one
 * @param command given to {@code sh -c}
 * @param directory where it runs
 * @param environment all of its variables: of those of this process it inherits none by itself
 * @param input its standard input; a command that never reads it delays nobody
 * @param timeout after which it is ended
 * @param output takes its standard output while it runs
 * @param errors takes its standard error while it runs; {@link #WITH_OUTPUT}: it goes where the
 *     standard output goes
 */
public record Launch(
    Work work,
    String command,
    Path directory,
    Map<String, String> environment,
    String input,
    Duration timeout,
    OutputSink output,
    OutputSink errors) {

  /** Says that standard error is not kept apart. */
  public static final OutputSink WITH_OUTPUT = (bytes, offset, length) -> {};

  /** Copies the environment. */
  public Launch {
    environment = ImmutableMap.copyOf(environment);
  }
}
