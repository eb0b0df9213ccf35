package dev.aidp.activities.agent.provider;

import dev.aidp.activities.process.Executables;
import dev.aidp.provider.Probe;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a provider is installed.
 *
 * @param program the file that would be started, or null if there is none
 * @param login what stands for a login, or null if nothing does; a login elsewhere, such as in a
 *     keychain, cannot be seen
 */
public record Installed(@Nullable Path program, @Nullable String login) {

  private static final long PATIENCE_SECONDS = 10;

  /** Looks without starting anything. */
  public static Installed look(Probe probe, Map<String, String> environment) {
    return new Installed(
        probe.version().isEmpty() ? null : find(probe.version().get(0), environment),
        login(probe, environment));
  }

  private static @Nullable Path find(String program, Map<String, String> environment) {
    if (program.contains("/")) {
      Path path = Path.of(program);
      return Files.isExecutable(path) ? path : null;
    }
    return Executables.find(program, environment).orElse(null);
  }

  private static @Nullable String login(Probe probe, Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    return Stream.concat(
            probe.loginVariables().stream()
                .filter(variable -> !environment.getOrDefault(variable, "").isEmpty()),
            probe.loginFiles().stream()
                .filter(file -> Files.exists(home.resolve(file)))
                .map(file -> "~/" + file))
        .findFirst()
        .orElse(null);
  }

  /** Asks the program for its version; returns the first line that it says, or an empty text. */
  public static String version(Probe probe, Map<String, String> environment) {
    List<String> command = new ArrayList<>(probe.version());
    Path program = find(command.get(0), environment);
    if (program == null) {
      return "";
    }
    command.set(0, program.toString()); // Java would look on its own PATH
    ProcessBuilder asking = new ProcessBuilder(command);
    asking.environment().clear();
    asking.environment().putAll(environment);
    asking.environment().put("CI", "1");
    asking.environment().put("NO_COLOR", "1");
    asking
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = asking.start();
      var ended = process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
      var unused =
          ended.whenComplete(
              (done, late) -> {
                if (late != null) {
                  process.destroyForcibly();
                }
              });
      try (InputStream answer = process.getInputStream()) {
        String text = new String(answer.readNBytes(4_096), StandardCharsets.UTF_8);
        return text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
      }
    } catch (IOException e) {
      return "";
    }
  }
}
