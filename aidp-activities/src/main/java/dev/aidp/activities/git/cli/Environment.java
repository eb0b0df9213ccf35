package dev.aidp.activities.git.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;

/** The environment variables by which git is told where it is and what it must not do. */
public final class Environment {

  /** What names the user's own settings and identity, and says nothing of a repository. */
  private static final ImmutableSet<String> KEPT =
      ImmutableSet.of(
          "GIT_CONFIG_GLOBAL",
          "GIT_CONFIG_SYSTEM",
          "GIT_CONFIG_NOSYSTEM",
          "GIT_EXEC_PATH",
          "GIT_AUTHOR_NAME",
          "GIT_AUTHOR_EMAIL",
          "GIT_COMMITTER_NAME",
          "GIT_COMMITTER_EMAIL",
          "GIT_SSH",
          "GIT_SSH_COMMAND",
          "GIT_SSL_CAINFO");

  /** What keeps git from waiting for a person. */
  public static final ImmutableMap<String, String> UNATTENDED =
      ImmutableMap.of(
          "GIT_TERMINAL_PROMPT",
          "0",
          "GIT_EDITOR",
          "true",
          "GIT_SEQUENCE_EDITOR",
          "true",
          "GIT_PAGER",
          "cat");

  private Environment() {}

  /**
   * Removes what would point git to another repository, index or date, as a hook's environment
   * does.
   */
  public static void cleanse(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("GIT_") && !KEPT.contains(name));
  }
}
