package dev.aidp.runtime.nativeengine;

import dev.aidp.activity.StepInfo;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.WorkflowDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A second process with an engine on the same file, and what it and the test's own engine run. */
final class OtherProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private OtherProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts one that starts, or attaches to, the run {@code id}. */
  static OtherProcess starting(Path folder, String id) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new OtherProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                OtherProcess.class.getName(),
                folder.toString(),
                id)
            .redirectErrorStream(true)
            .start());
  }

  /** Waits until it says {@code line}. */
  void says(String line) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String next = output.readLine(); next != null; next = output.readLine()) {
      if (next.equals(line)) {
        return;
      }
      said.append(next).append('\n');
    }
    throw new AssertionError("The other process ended and never said " + line + ", but:\n" + said);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine = engine(database, folder, System.out::println)) {
      engine.start(args[1], Job.class, job -> job.run("x"));
      System.out.println(engine.adopt(args[1]) ? "owns" : "attached");
      System.out.println(engine.result(args[1], String.class).join().orThrow());
    }
  }

  interface Said {
    void line(String text);
  }

  /** First step, then three messages, then the second step, which begins with a line. */
  static NativeEngine engine(Database database, Path folder, Said said) {
    return NativeEngine.builder(database)
        .workflow(program())
        .activities(new Noting(folder.resolve("effects"), said))
        .build();
  }

  private static WorkflowDefinition<Job> program() {
    return ScriptedJob.running(
        (self, input) -> {
          String first = self.named("first").act(input);
          self.context.await(() -> self.seen.size() >= 3);
          return first + self.seen + self.named("second").act("y");
        });
  }

  static List<String> effects(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("effects"));
  }

  private record Noting(Path file, Said said) implements Work {
    @Override
    public String act(String input) {
      try {
        String line = StepInfo.current().key() + " " + StepInfo.current().attempt() + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      said.line("did " + input);
      return input + "!";
    }

    @Override
    public void nothing() {}
  }
}
