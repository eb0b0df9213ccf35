package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;

/** Who makes commits where nobody is configured. */
final class Identity {

  private static final String NAME = "aidp";
  private static final String EMAIL = "aidp@localhost";

  private Identity() {}

  /**
   * Returns the environment variables that name {@code aidp} for the roles that no configuration
   * names.
   */
  static ImmutableMap<String, String> missing(Git git) {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    for (String role : new String[] {"AUTHOR", "COMMITTER"}) {
      // Git would else guess one from the account and the host's name.
      if (!git.run("-c", "user.useConfigOnly=true", "var", "GIT_" + role + "_IDENT").ok()) {
        variables.put("GIT_" + role + "_NAME", NAME).put("GIT_" + role + "_EMAIL", EMAIL);
      }
    }
    return variables.buildOrThrow();
  }

  /**
   * Returns {@code NAME <MAIL>} of {@code role}, {@code AUTHOR} or {@code COMMITTER}, where {@code
   * missing} names those that nobody configured.
   */
  static String of(Git git, ImmutableMap<String, String> missing, String role) {
    String name = missing.get("GIT_" + role + "_NAME");
    if (name != null) {
      return name + " <" + missing.get("GIT_" + role + "_EMAIL") + ">";
    }
    String line = git.text("var", "GIT_" + role + "_IDENT");
    return line.substring(0, line.lastIndexOf('>') + 1);
  }

  /**
   * Returns the environment variables that name {@code aidp} for all roles, for what only Aidp ever
   * sees.
   */
  static ImmutableMap<String, String> aidp() {
    return ImmutableMap.of(
        "GIT_AUTHOR_NAME", NAME,
        "GIT_AUTHOR_EMAIL", EMAIL,
        "GIT_COMMITTER_NAME", NAME,
        "GIT_COMMITTER_EMAIL", EMAIL);
  }
}
