package dev.aidp.analysis;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a repository holds at a commit.
 *
 * @param commit which was looked at
 * @param size how large it is
 * @param languages what it is written in, most lines first, at most {@link #MOST_LANGUAGES}
 * @param tests the tests in it
 * @param checks commands that would test it, as {@code aidp init} proposes them
 * @param risks what to stumble over, the worst first
 */
public record AnalysisReport(
    String commit,
    Size size,
    List<Language> languages,
    Tests tests,
    List<FoundCheck> checks,
    List<Risk> risks) {

  /** The others are one more: {@code other}. */
  public static final int MOST_LANGUAGES = 30;

  /** Copies the lists. */
  public AnalysisReport {
    languages = ImmutableList.copyOf(languages);
    checks = ImmutableList.copyOf(checks);
    risks = ImmutableList.copyOf(risks);
  }

  /**
   * How large it is.
   *
   * @param files in the tree, submodules not counted
   * @param bytes of them
   * @param lines of those that are text and were read
   * @param unread files whose lines are not counted, as they are too large or too many
   */
  public record Size(int files, long bytes, long lines, int unread) {}

  /**
   * What is written in one language, known by how files end.
   *
   * @param name of the language
   * @param files in it
   * @param lines of them
   * @param bytes of them
   */
  public record Language(String name, int files, long lines, long bytes) {}

  /**
   * Tests, known by the names of files and folders.
   *
   * @param files with tests
   * @param folders some of those they are in, those with the most first
   */
  public record Tests(int files, List<String> folders) {

    /** Copies the list. */
    public Tests {
      folders = ImmutableList.copyOf(folders);
    }
  }

  /**
   * A command that would test it.
   *
   * @param sign the file that says so
   * @param command for {@code sh -c}
   */
  public record FoundCheck(String sign, String command) {}
}
