package dev.aidp.activities.git.cli;

import dev.aidp.failure.UsageException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the git that is installed.
 *
 * @param major its first number
 * @param minor its second number
 */
public record GitVersion(int major, int minor) {

  /** The oldest that merges without a checkout. */
  public static final GitVersion OLDEST = new GitVersion(2, 38);

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");

  /**
   * Returns the version of the installed git.
   *
   * @throws UsageException if there is none
   */
  public static GitVersion installed() {
    return parse(Git.at(Path.of("").toAbsolutePath()).text("version"));
  }

  /**
   * Demands a git that is new enough.
   *
   * @throws UsageException if there is none
   */
  public static void demand() {
    GitVersion version = installed();
    if (version.olderThan(OLDEST)) {
      throw new UsageException(
          "git is " + version.text() + ", older than " + OLDEST.text() + ".",
          "git",
          "Install git " + OLDEST.text() + " or newer.");
    }
  }

  /** Returns whether this version is older than {@code other}. */
  public boolean olderThan(GitVersion other) {
    return major < other.major || (major == other.major && minor < other.minor);
  }

  /** Returns it as people write it. */
  public String text() {
    return major + "." + minor;
  }

  static GitVersion parse(String said) {
    Matcher matcher = NUMBERS.matcher(said);
    // A git that does not say its version is a private build of a newer one.
    return matcher.find()
        ? new GitVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : OLDEST;
  }
}
