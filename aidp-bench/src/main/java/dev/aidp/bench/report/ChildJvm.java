package dev.aidp.bench.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A main class of ours in a process of its own. */
public final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader said;
  private final long began = System.nanoTime();

  private ChildJvm(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  public static ChildJvm running(Class<?> main, Map<String, String> environment, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ChildJvm(builder);
  }

  /**
   * Reads on to the line {@code text}, and returns after how many milliseconds of its life it came.
   */
  public double awaitSaying(String text) throws IOException {
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(text)) {
        return (System.nanoTime() - began) / 1e6;
      }
      throw new IllegalStateException("It said '" + line + "' before '" + text + "'");
    }
    throw new IllegalStateException("It ended before it said '" + text + "'");
  }

  public long pid() {
    return process.pid();
  }

  /** Returns everything it says, to its end. */
  public List<String> lines() {
    return said.lines().toList();
  }

  /** Kills it, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
