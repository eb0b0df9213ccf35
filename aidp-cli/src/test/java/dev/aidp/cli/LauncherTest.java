package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher does to the environment; each function of it is tried alone. */
class LauncherTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', C.UTF-8",
    "C, '', '', C.UTF-8, ''",
    "POSIX, C.UTF-8, C.UTF-8, C.UTF-8, C.UTF-8",
    "'', C, C.UTF-8, '', C.UTF-8",
    "'', '', C.UTF-8, '', ''",
    "C.UTF-8, '', C, C.UTF-8, ''",
  })
  void a_locale_without_an_encoding_gets_utf8(
      String all, String ctype, String lang, String allThen, String ctypeThen) throws Exception {
    assertThat(spoken(all, ctype, lang)).isEqualTo(allThen + "|" + ctypeThen + "|" + lang + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', xx_XX.UTF-8",
    "'', xx_XX.UTF-8, ''",
    "xx_XX.UTF-8, '', C.UTF-8",
    "'', C.UTF-8, xx_XX.UTF-8",
    "'', '', xx_XX",
  })
  void a_locale_that_is_named_but_not_installed_gets_utf8(String all, String ctype, String lang)
      throws Exception {
    assertThat(spoken(all, ctype, lang)).startsWith("C.UTF-8|");
  }

  @Test
  void without_a_plain_utf8_locale_another_one_is_taken() throws Exception {
    Path locale = folder.resolve("locale");
    Files.writeString(
        locale, "#!/bin/sh\nprintf 'C\\nPOSIX\\nde_DE.utf8\\nen_GB.utf8\\nfr_FR\\n'\n");
    assertThat(locale.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", folder + File.pathSeparator + System.getenv("PATH"));

    assertThat(call("echo \"$LC_CTYPE\"", environment)).isEqualTo("en_GB.utf8\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void texts_and_names_pass_whole_in_a_locale_that_is_not_installed(String engine)
      throws Exception {
    Map<String, String> environment = new TreeMap<>(Map.of("LANG", "xx_XX.UTF-8"));
    environment.put("ENGINE", Shelled.engine(engine));

    String said =
        call(
            """
            repository räpo
            aidp -C räpo loop "päivää" $ENGINE --quiet --check t='test -f "ä ö.txt"' \
              --agent-command "cat >> ../../../../prompts; : > 'ä ö.txt'; echo STATUS: COMPLETE"
            git -C räpo show --name-only --format=%s -z aidp/l-paivaa
            cat räpo/prompts
            """,
            environment);

    assertThat(said).contains("ä ö.txt", "päivää").doesNotContain("??", "\uFFFD");
  }

  private String spoken(String all, String ctype, String lang) throws Exception {
    Map<String, String> environment = new TreeMap<>();
    put(environment, "LC_ALL", all);
    put(environment, "LC_CTYPE", ctype);
    put(environment, "LANG", lang);
    return call("echo \"${LC_ALL:-}|${LC_CTYPE:-}|${LANG:-}\"", environment);
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (!value.isEmpty()) {
      environment.put(name, value);
    }
  }

  /** Runs {@code then} as the launcher would run the command. */
  private String call(String then, Map<String, String> environment) throws Exception {
    return Shelled.sh(folder, environment, "speak_utf8\n" + then);
  }
}
