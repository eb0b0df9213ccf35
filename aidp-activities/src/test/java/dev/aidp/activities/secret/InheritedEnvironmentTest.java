package dev.aidp.activities.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedEnvironmentTest {

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

  private final InheritedEnvironment surroundings =
      InheritedEnvironment.in(ENVIRONMENT, List.of("SOMETH*"), List.of());

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

  @Test
  void what_a_person_has_unlocked_is_inherited_only_by_name() {
    Map<String, String> environment =
        Map.of(
            "SSH_AUTH_SOCK", "/run/agent",
            "KUBECONFIG", "/home/me/.kube/production",
            "DOCKER_HOST", "unix:///run/user/docker.sock");
    InheritedEnvironment usual = InheritedEnvironment.in(environment, List.of(), List.of());

    assertThat(usual.ofAgent("run-agent")).containsOnlyKeys("DOCKER_HOST");
    assertThat(usual.ofProgram(List.of("OWN_*"))).containsOnlyKeys("DOCKER_HOST");
    assertThat(usual.ofCheck("make test")).containsOnlyKeys("DOCKER_HOST");
    assertThat(usual.ofCheck("KUBECONFIG=\"$KUBECONFIG\" make it"))
        .containsOnlyKeys("DOCKER_HOST", "KUBECONFIG");
    assertThat(
            InheritedEnvironment.in(environment, List.of("SSH_AUTH_SOCK"), List.of()).ofAgent("a"))
        .containsOnlyKeys("DOCKER_HOST", "SSH_AUTH_SOCK");
  }

  @Test
  void a_command_inherits_how_git_is_set_but_for_its_secrets() {
    Map<String, String> environment =
        ImmutableMap.<String, String>builder()
            .put("GIT_LFS_SKIP_SMUDGE", "1")
            .put("GIT_SSH_COMMAND", "ssh -i key")
            .put("GIT_CONFIG_COUNT", "3")
            .put("GIT_CONFIG_KEY_0", "http.https://forge/.extraHeader")
            .put("GIT_CONFIG_VALUE_0", "Authorization: basic c2VjcmV0")
            .put("GIT_CONFIG_KEY_1", "url.https://me:password@forge/.insteadOf")
            .put("GIT_CONFIG_VALUE_1", "https://forge/")
            .put("GIT_CONFIG_KEY_2", "user.name")
            .put("GIT_CONFIG_VALUE_2", "Ada")
            .buildOrThrow();

    assertThat(InheritedEnvironment.in(environment, List.of(), List.of()).ofCheck("make test"))
        .isEqualTo(
            Map.of(
                "GIT_LFS_SKIP_SMUDGE", "1",
                "GIT_SSH_COMMAND", "ssh -i key",
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "user.name",
                "GIT_CONFIG_VALUE_0", "Ada"));
    assertThat(
            InheritedEnvironment.in(environment, List.of("GIT_CONFIG_*"), List.of())
                .ofCheck("make"))
        .containsAllEntriesOf(environment);
  }

  @Test
  void no_setting_of_git_is_left_without_its_value() {
    Map<String, String> environment =
        Map.of(
            "GIT_CONFIG_COUNT", "1",
            "GIT_CONFIG_KEY_0", "http.extraHeader",
            "GIT_CONFIG_VALUE_0", "Cookie: o=git-me=1//0abc");

    assertThat(InheritedEnvironment.in(environment, List.of(), List.of()).ofCheck("make test"))
        .isEmpty();
  }
}
