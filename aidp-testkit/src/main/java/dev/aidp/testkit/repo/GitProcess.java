package dev.aidp.testkit.repo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Git and scripts as a test calls them: to their end, with what they printed. */
final class GitProcess {

  private final Path folder;

  GitProcess(Path folder) {
    this.folder = folder;
  }

  String text(String... arguments) {
    String raw = raw(arguments);
    return raw.endsWith("\n") ? raw.substring(0, raw.length() - 1) : raw;
  }

  String raw(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  String script(String script) {
    return run(List.of("sh", "-ec", script));
  }

  private String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("git", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      String error = Files.readString(errors);
      Files.delete(errors);
      if (exit != 0) {
        throw new IllegalStateException(
            command + " in " + folder + ": exit " + exit + "\n" + error);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }
}
