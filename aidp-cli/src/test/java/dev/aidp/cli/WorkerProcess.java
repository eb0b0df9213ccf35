package dev.aidp.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.testkit.agent.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code aidp worker --health 0} in a JVM of its own. */
final class WorkerProcess implements AutoCloseable {

  private static final Pattern URL = Pattern.compile("answering at (http://\\S+)/live");

  private final Process process;
  private final Path said;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What a probe got. */
  record Answer(int code, JsonNode document) {

    String reason() {
      return document.get("reason").asText();
    }
  }

  private WorkerProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Starts one in {@code directory}, whose caches are in {@code folder}, and which writes what it
   * says to a new file in {@code folder}.
   */
  static WorkerProcess in(Path directory, Path folder, String... arguments) throws IOException {
    Path said = Files.createTempFile(folder, "worker", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("dev.aidp.cli.Main", "worker", "--health", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Process process = builder.start();
    return new WorkerProcess(process, said);
  }

  String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns where it answers, once it says so. */
  String url() {
    Await.until(
        () -> URL.matcher(said()).find() || !process.isAlive(), "the address of its health");
    Matcher url = URL.matcher(said());
    if (!url.find()) {
      throw new AssertionError("It ended: " + said());
    }
    return url.group(1);
  }

  Answer asks(String path) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url() + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JsonMapper.builder().build().readTree(answer.body()));
    } catch (IOException e) {
      throw new AssertionError(said(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it answers so when it is asked whether it is ready. */
  Answer awaitReady(int code) {
    AtomicReference<Answer> last = new AtomicReference<>();
    Await.until(
        () -> {
          last.set(asks("/ready"));
          return last.get().code() == code;
        },
        "the answer " + code);
    return last.get();
  }

  /** Kills it, and it alone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Returns its exit code, at the latest after so many seconds. */
  int exit(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("It does not end: " + said());
    }
    return process.exitValue();
  }

  /** Ends it, and with it what it writes. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
