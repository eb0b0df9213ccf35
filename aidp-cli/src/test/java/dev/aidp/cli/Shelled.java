package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shell in which {@code aidp} is the command in a JVM of its own, in the locale that the launcher
 * gives it; {@code repository NAME} makes a repository with one file.
 */
final class Shelled {

  private static final String FUNCTIONS =
      """
      set -u
      for f in utf8_locale speak_utf8; do eval "$(sed -n "/^$f() {\\$/,/^}\\$/p" "$LAUNCHER")"; done
      aidp() { "$JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${JVM:-} -cp "$CLASSES" dev.aidp.cli.Main "$@"; }
      repository() {
        git init -q -b main "$1" && echo one > "$1/f" && git -C "$1" add f &&
        git -C "$1" -c user.name=Ada -c user.email=a@x commit -q -m start
      }
      """;

  private Shelled() {}

  /** Returns what {@code $ENGINE} says to a command that starts a run. */
  static String engine(String name) {
    return name.equals("native")
        ? "--engine native"
        : "--engine temporal --target " + DevServer.shared().target();
  }

  /** Returns what {@code script} printed on both streams; it must exit 0. */
  static String sh(Path folder, Map<String, String> environment, String script)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-s").directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> all = builder.environment();
    all.keySet().removeIf(name -> name.matches("LC_.*|LANG|GIT_.*"));
    all.put("LAUNCHER", Path.of("..", "aidp").toAbsolutePath().toString());
    all.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.put("CLASSES", System.getProperty("java.class.path"));
    all.put("HOME", folder.toString());
    all.putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      // As an argument it would not pass whole in every locale.
      in.write((FUNCTIONS + script).getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream answer = process.getInputStream()) {
      String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text;
    }
  }

  static String sh(Path folder, String script) throws IOException, InterruptedException {
    return sh(folder, new TreeMap<>(Map.of("LANG", "C.UTF-8")), script);
  }
}
