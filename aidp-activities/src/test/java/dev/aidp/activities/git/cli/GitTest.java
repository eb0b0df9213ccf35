package dev.aidp.activities.git.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitTest {

  @TempDir Path folder;

  /** Has git run a shell script, as an alias. */
  private GitResult sh(String script) {
    return Git.at(folder).run("-c", "alias.script=!" + script + ";:", "script");
  }

  @Test
  void says_what_failed_in_git_s_words() {
    assertThatThrownBy(() -> Git.at(folder).text("rev-parse", "HEAD"))
        .isInstanceOfSatisfying(
            StepFailedException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.PERMANENT))
        .hasMessageContaining("git rev-parse HEAD")
        .hasMessageContaining("not a git repository");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'fatal: write error: No space left on device' >&2; exit 128",
        "echo 'error: unable to write file: Disk quota exceeded' >&2; exit 1",
        "echo 'fatal: write error: File too large' >&2; exit 128",
        "kill -XFSZ $$",
        "kill -XFSZ $PPID; sleep 5"
      })
  void a_full_disk_is_no_failure_of_the_step(String script) {
    assertThatThrownBy(() -> sh(script)).isInstanceOf(UnusableException.class);
  }

  @Test
  void takes_large_output_on_both_sides() {
    GitResult answer = sh("yes out | head -c 3000000; yes err | head -c 3000000 >&2");

    assertThat(answer.bytes()).hasSize(3_000_000);
    assertThat(answer.errors()).hasSizeLessThanOrEqualTo(64 << 10);
  }

  @Test
  void does_not_mind_input_that_is_not_read() {
    assertThat(Git.at(folder).reading("x".repeat(1_000_000)).run("version").ok()).isTrue();
  }

  @Test
  void asks_nobody() {
    assertThat(
            sh("$(git var GIT_EDITOR) /nonexistent && echo $GIT_TERMINAL_PROMPT $GIT_PAGER").line())
        .isEqualTo("0 cat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_QUARANTINE_PATH",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_CONFIG",
        "GIT_AUTHOR_DATE",
        "GIT_COMMITTER_DATE",
        "GIT_REFLOG_ACTION",
        "GIT_PUSH_OPTION_COUNT",
        "GIT_GLOB_PATHSPECS",
        "GIT_ATTR_SOURCE"
      })
  void does_not_hear_what_another_git_process_was_told(String name) {
    assertThat(cleansed(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_LFS_SKIP_SMUDGE", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0",
        "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_GLOBAL", "GIT_SSH_COMMAND", "GIT_SSL_NO_VERIFY",
        "GIT_PROXY_COMMAND", "GIT_TRACE", "GIT_ALLOW_PROTOCOL", "GIT_AUTHOR_NAME",
        "GIT_COMMITTER_EMAIL", "PATH"
      })
  void hears_settings_transports_and_what_filters_read(String name) {
    assertThat(cleansed(name)).containsExactly(name);
  }

  @Test
  void the_author_of_a_commit_whose_hook_has_called_is_nobody_of_ours() {
    assertThat(cleansed("GIT_INDEX_FILE", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL")).isEmpty();
  }

  private static Set<String> cleansed(String... names) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : names) {
      environment.put(name, "x");
    }
    Environment.cleanse(environment);
    return environment.keySet();
  }

  @Test
  void ends_git_and_its_children_when_the_step_shall_stop() {
    assertThatThrownBy(() -> StepInfo.performing(new Stopped(), () -> sh("sleep 100")))
        .isInstanceOf(StepCancelledException.class);
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(
            process ->
                process.info().arguments().stream().anyMatch(words -> words[0].equals("100")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git version 2.37.9", "git version 1.9", "git version 2.4.11 (Apple Git-1)"})
  void knows_what_is_too_old(String said) {
    assertThat(GitVersion.parse(said).olderThan(GitVersion.OLDEST)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git version 2.38.0",
        "git version 2.100.1.windows.1",
        "git version 3.0",
        "git version unknown"
      })
  void knows_what_is_new_enough(String said) {
    assertThat(GitVersion.parse(said).olderThan(GitVersion.OLDEST)).isFalse();
  }

  private record Stopped() implements StepInfo {
    @Override
    public String key() {
      return "run/step";
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void beat(@Nullable Object details) {
      throw new StepCancelledException("cancelled");
    }

    @Override
    public <D> Optional<D> lastBeat(Class<D> type) {
      return Optional.empty();
    }
  }
}
