package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Executables;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.runtime.view.ErrorView;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts a process of its own session that does the same command in the background. */
final class Background {

  /** A JVM on a busy machine, a worktree's first files: nothing that takes minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(25);

  private final Shell shell;
  private final Jobs jobs;
  private final Path logs;
  private final Path log;
  private final String id;

  Background(Shell shell, Path top, String id) {
    this.shell = shell;
    Layout layout = Layout.seen(top);
    this.jobs = new Jobs(layout);
    this.log = jobs.log(id);
    this.logs = layout.stateDir().resolve("logs");
    this.id = id;
  }

  /**
   * Starts it, and when it has the run returns the run's id.
   *
   * @param arguments the command's, without {@code --detach}
   * @throws CliException with what the process said if it gave up
   */
  String start(List<String> arguments) throws IOException {
    PrivateFiles.folder(logs);
    jobs.trimLog(id);
    Path ready = Files.createTempFile(logs, id + "-", ".ready");
    Files.delete(ready);
    Path document = Files.createTempFile(logs, id + "-", ".json");
    try {
      Process process = launch(arguments, ready, document);
      return await(process, ready, document);
    } finally {
      Files.deleteIfExists(ready);
      Files.deleteIfExists(document);
    }
  }

  private Process launch(List<String> arguments, Path ready, Path document) throws IOException {
    List<String> command = new ArrayList<>(List.of(sessionLeader()));
    command.addAll(java());
    command.addAll(arguments);
    command.addAll(
        1 + command.indexOf("dev.aidp.cli.Main"),
        List.of(DetachOptions.READY, ready.toString(), "--json"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(shell.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(shell.environment());
    return builder
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectOutput(document.toFile())
        .redirectError(Redirect.appendTo(PrivateFiles.file(log).toFile()))
        .start();
  }

  private String await(Process process, Path ready, Path document) throws IOException {
    CompletableFuture<Process> exit = process.onExit();
    long looks = PATIENCE.dividedBy(LOOK);
    for (long i = 0; i < looks && !exit.isDone() && !Files.exists(ready); i++) {
      shell.interruption().await(exit, LOOK);
    }
    if (Files.exists(ready)) {
      return Files.readString(ready).strip();
    } else if (!exit.isDone()) {
      throw new CliException(
          Exits.UNUSABLE, "The background process does not get hold of " + id, "See " + log);
    }
    throw new CliException(error(document, process.exitValue()));
  }

  private ErrorView error(Path document, int code) throws IOException {
    JsonNode error = Json.recorded(Files.readString(document)).path("error");
    return error.isObject()
        ? Json.error(error)
        : ErrorView.of(
            code == 0 ? Exits.FAILED : code,
            "The background process ended with exit code " + code,
            "See " + log);
  }

  /**
   * A signal to the terminal's processes must not reach it; where there is no setsid, at least a
   * hang-up.
   */
  private String sessionLeader() {
    return Executables.find("setsid", shell.environment()).isPresent() ? "setsid" : "nohup";
  }

  private static List<String> java() {
    ImmutableList.Builder<String> command = ImmutableList.builder();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option -> option.startsWith("-X") || option.startsWith("-D") || option.startsWith("--"))
        .forEach(command::add);
    return command.add("-cp", System.getProperty("java.class.path"), "dev.aidp.cli.Main").build();
  }
}
