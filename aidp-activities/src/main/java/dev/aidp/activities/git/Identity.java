package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;

/**
 * Who makes commits.
 *
 * @param missing the environment variables that name {@code aidp} for the roles that no
 *     configuration names
 * @param author {@code NAME <MAIL>}, each byte a character
 * @param committer the same of the committer
 */
record Identity(ImmutableMap<String, String> missing, String author, String committer) {

  private static final String NAME = "aidp";
  private static final String EMAIL = "aidp@localhost";

  /** Who makes what only Aidp ever sees. */
  static final String AIDP = NAME + " <" + EMAIL + ">";

  /** Returns whom the settings of {@code git} name. */
  static Identity of(Git git) {
    ImmutableMap.Builder<String, String> missing = ImmutableMap.builder();
    String author = of(git, "AUTHOR", missing);
    String committer = of(git, "COMMITTER", missing);
    return new Identity(missing.buildOrThrow(), author, committer);
  }

  private static String of(Git git, String role, ImmutableMap.Builder<String, String> missing) {
    // Git would else guess one from the account and the host's name.
    GitResult said = git.run("-c", "user.useConfigOnly=true", "var", "GIT_" + role + "_IDENT");
    if (!said.ok()) {
      missing.put("GIT_" + role + "_NAME", NAME).put("GIT_" + role + "_EMAIL", EMAIL);
      return AIDP;
    }
    String line = said.octets();
    return line.substring(0, line.lastIndexOf('>') + 1);
  }
}
