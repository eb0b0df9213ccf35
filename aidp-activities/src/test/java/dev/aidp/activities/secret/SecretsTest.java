package dev.aidp.activities.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @Test
  void values_of_variables_that_are_named_so_are_masked() {
    Secrets secrets =
        Secrets.in(
            ImmutableMap.of(
                "SOME_API_KEY", "sk-12345678",
                "FORGE_TOKEN", "sk-12345678-and-more",
                "PASSWORD", "short",
                "HOME", "/home/somebody"));

    assertThat(secrets.masked("a sk-12345678 b sk-12345678-and-more short /home/somebody"))
        .isEqualTo("a *** b *** short /home/somebody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PGPASSWORD", "MYSQL_PWD", "AWS_SECRET_ACCESS_KEY", "npm_config__authToken", "GH_PAT",
        "SECRET_KEY_BASE", "SENTRY_DSN", "SSH_PRIVATE_KEY", "GOOGLE_CREDENTIALS", "db_pass",
        "REDISCLI_AUTH", "DOCKER_AUTH_CONFIG", "SLACK_WEBHOOK_URL", "WEBHOOK", "SITE_COOKIE",
        "FASTLANE_SESSION", "PROXY_AUTHORIZATION"
      })
  void these_names_speak_of_secrets(String name) {
    assertThat(Secrets.in(Map.of(name, "correct horse")).masked("a correct horse"))
        .isEqualTo("a ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PWD",
        "OLDPWD",
        "PATH",
        "MAX_TOKENS",
        "SSH_AUTH_SOCK",
        "TOKEN_FILE",
        "KEYBOARD",
        "DESKTOP_SESSION",
        "XDG_SESSION_TYPE",
        "AUTHOR"
      })
  void these_do_not(String name) {
    assertThat(Secrets.in(Map.of(name, "correct horse")).masked("a correct horse"))
        .isEqualTo("a correct horse");
  }

  @Test
  void what_a_person_lists_is_a_secret_and_so_is_a_password_in_an_address() {
    Map<String, String> environment =
        Map.of("INTERNAL_HOST", "deep.example.org", "DATABASE_URL", "pg://me:open-sesame@db/x");

    Secrets secrets = Secrets.in(environment, List.of("INTERNAL_*"));

    assertThat(secrets.masked("to deep.example.org with open-sesame")).isEqualTo("to *** with ***");
  }

  @Test
  void it_is_found_in_the_encodings_in_which_programs_print_it() {
    String secret = "p/ss \"word\" + 7\nsecond line";
    Secrets secrets = Secrets.in(Map.of("A_SECRET", secret));

    for (int before = 0; before < 3; before++) {
      String header = "x".repeat(before) + secret + ":more";
      String encoded = Base64.getEncoder().encodeToString(header.getBytes(StandardCharsets.UTF_8));
      assertThat(secrets.masked(encoded)).contains("***").hasSizeLessThan(24);
    }
    assertThat(secrets.masked(URLEncoder.encode(secret, StandardCharsets.UTF_8))).isEqualTo("***");
    assertThat(secrets.masked("{\"a\": \"p/ss \\\"word\\\" + 7\\nsecond line\"}"))
        .isEqualTo("{\"a\": \"***\"}");
    assertThat(secrets.masked("  p/ss \"word\" + 7\n  second line\n")).isEqualTo("  ***\n  ***\n");
  }

  @Test
  void it_is_found_wherever_a_stream_is_cut() throws Exception {
    Random random = new Random(20_261_121);
    for (int round = 0; round < 2_000; round++) {
      List<String> values =
          IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> word(random, 8, 14)).toList();
      Map<String, String> environment = new java.util.TreeMap<>();
      values.forEach(value -> environment.put("K" + environment.size() + "_TOKEN", value));
      Secrets secrets = Secrets.in(environment);
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        parts.add(
            random.nextBoolean() ? values.get(random.nextInt(values.size())) : word(random, 0, 12));
      }
      String text = String.join("", parts);

      String told = inPieces(secrets, text, random);

      assertThat(told).as("round %d of %s", round, text).isEqualTo(secrets.masked(text));
      assertThat(values).noneMatch(told::contains);
    }
  }

  @Test
  void what_only_began_like_a_secret_is_told() throws Exception {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Redactor redactor = Secrets.in(Map.of("A_TOKEN", "0123456789")).redactor(told::write);

    redactor.take("a 01234".getBytes(StandardCharsets.UTF_8), 0, 7);
    assertThat(told).hasToString("a ");
    redactor.end();

    assertThat(told).hasToString("a 01234");
  }

  @Test
  void a_command_that_holds_one_is_told_by_the_variable() {
    Secrets secrets = Secrets.in(Map.of("A_TOKEN", "0123456789"));

    assertThat(secrets.namedIn("curl -H 0123456789")).contains("A_TOKEN");
    assertThat(secrets.namedIn("curl -H $A_TOKEN")).isEmpty();
  }

  private static String inPieces(Secrets secrets, String text, Random random) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Redactor redactor = secrets.redactor(told::write);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(7));
      redactor.take(bytes, at, length);
      at += length;
    }
    redactor.end();
    return told.toString(StandardCharsets.UTF_8);
  }

  /** Of two letters, so that beginnings meet often. */
  private static String word(Random random, int least, int most) {
    StringBuilder word = new StringBuilder();
    for (int i = least + random.nextInt(most - least + 1); i > 0; i--) {
      word.append(ImmutableList.of('a', 'b').get(random.nextInt(2)));
    }
    return word.toString();
  }
}
