package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the launcher does to the environment; each function of it is tried alone. */
class LauncherTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', C.UTF-8",
    "C, '', '', C.UTF-8, ''",
    "POSIX, de_DE.UTF-8, de_DE.UTF-8, C.UTF-8, de_DE.UTF-8",
    "'', C, de_DE.UTF-8, '', C.UTF-8",
    "'', '', de_DE.UTF-8, '', ''",
    "fr_FR.ISO-8859-1, '', C, fr_FR.ISO-8859-1, ''",
  })
  void a_locale_without_an_encoding_gets_utf8(
      String all, String ctype, String lang, String allThen, String ctypeThen) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    put(environment, "LC_ALL", all);
    put(environment, "LC_CTYPE", ctype);
    put(environment, "LANG", lang);

    String said = call("speak_utf8", "echo \"${LC_ALL:-}|${LC_CTYPE:-}|${LANG:-}\"", environment);

    assertThat(said).isEqualTo(allThen + "|" + ctypeThen + "|" + lang + "\n");
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (!value.isEmpty()) {
      environment.put(name, value);
    }
  }

  private static String call(String function, String then, Map<String, String> environment)
      throws IOException, InterruptedException {
    String script =
        "set -u; eval \"$(sed -n '/^%1$s() {$/,/^}$/p' \"$1\")\"; %1$s; %2$s"
            .formatted(function, then);
    Path launcher = Path.of("..", "aidp").toAbsolutePath();
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script, "sh", launcher.toString())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (InputStream answer = process.getInputStream()) {
      String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(text).isZero();
      return text;
    }
  }
}
