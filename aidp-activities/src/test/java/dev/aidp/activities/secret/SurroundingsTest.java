package dev.aidp.activities.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

  private static final Map<String, String> ENVIRONMENT =
      ImmutableMap.<String, String>builder()
          .put("PATH", "/bin")
          .put("LC_ALL", "C")
          .put("JAVA_HOME", "/jdk")
          .put("NODE_AUTH_TOKEN", "node-secret")
          .put("HTTPS_PROXY", "http://me:proxy-secret@proxy:1")
          .put("ANTHROPIC_API_KEY", "model-secret")
          .put("DB_PASSWORD", "db-secret")
          .put("SOMETHING", "else")
          .buildOrThrow();

  private final Surroundings surroundings =
      Surroundings.in(ENVIRONMENT, List.of("SOMETH*"), List.of());

  @Test
  void an_agent_inherits_what_programs_need_what_is_listed_and_its_keys() {
    assertThat(surroundings.ofAgent("run-agent").keySet())
        .containsExactly(
            "ANTHROPIC_API_KEY", "HTTPS_PROXY", "JAVA_HOME", "LC_ALL", "PATH", "SOMETHING");
  }

  @Test
  void a_command_inherits_what_its_text_names() {
    assertThat(surroundings.ofAgent("x --key \"${DB_PASSWORD}\"")).containsKey("DB_PASSWORD");
    assertThat(surroundings.ofCheck("psql \"pw=$DB_PASSWORD\"")).containsKey("DB_PASSWORD");
  }

  @Test
  void a_check_inherits_no_key_of_an_agent() {
    assertThat(surroundings.ofCheck("make test").keySet())
        .containsExactly("HTTPS_PROXY", "JAVA_HOME", "LC_ALL", "PATH", "SOMETHING");
  }

  @Test
  void a_program_inherits_the_variables_that_it_says_are_its_own() {
    assertThat(surroundings.ofProgram(List.of("NODE_AUTH_*")))
        .containsKey("NODE_AUTH_TOKEN")
        .doesNotContainKey("ANTHROPIC_API_KEY");
  }
}
