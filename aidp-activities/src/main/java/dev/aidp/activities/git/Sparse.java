package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which part of the tree the user has checked out, for working copies that shall have no more.
 *
 * @param patterns the file {@code info/sparse-checkout}, each character a byte
 * @param cone whether they are folders
 */
record Sparse(String patterns, boolean cone) {

  /** Returns the user's, where the main checkout is sparse. */
  static Optional<Sparse> of(Path gitDir) {
    // Aidp's own setting comes first on its command line.
    Git git = Git.in(gitDir);
    if (!flag(git, "core.sparseCheckout")) {
      return Optional.empty();
    }
    try {
      Path file = gitDir.resolve("info").resolve("sparse-checkout");
      return Optional.of(
          new Sparse(
              Files.readString(file, StandardCharsets.ISO_8859_1),
              flag(git, "core.sparseCheckoutCone")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean flag(Git git, String key) {
    // Not the last value, which is the one that Aidp gives to every git.
    return git.run("config", "--type=bool", "--get-all", "--show-scope", key)
        .text()
        .lines()
        .filter(line -> !line.startsWith("command"))
        .reduce((first, last) -> last)
        .orElse("")
        .endsWith("true");
  }
}
