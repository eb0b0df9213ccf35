package dev.aidp.activities.clone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that has a clone open. */
final class Using implements AutoCloseable {

  private final Process process;
  private final Path top;

  private Using(Process process, Path top) {
    this.process = process;
    this.top = top;
  }

  static Using of(Path folder, String url) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Using.class.getName(),
                folder.toString(),
                url)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new Using(process, Path.of(said.readLine()));
  }

  Path top() {
    return top;
  }

  /** Opens the clone, says where it is, and keeps it until its input ends. */
  public static void main(String[] arguments) throws IOException {
    try (CloneCache.Clone clone = new CloneCache(Path.of(arguments[0])).open(arguments[1])) {
      System.out.println(clone.top());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }
}
