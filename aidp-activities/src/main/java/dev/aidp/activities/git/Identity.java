package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;

/** Who makes commits where nobody is configured. */
final class Identity {

  private static final String NAME = "aidp";
  private static final String EMAIL = "aidp@localhost";

  /** Who makes what only Aidp ever sees. */
  static final String AIDP = NAME + " <" + EMAIL + ">";

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
}
