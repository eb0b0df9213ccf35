package dev.aidp.analysis;

import com.google.common.collect.ImmutableList;
import dev.aidp.wire.WireNamed;
import java.util.List;

/**
 * Something that agents, checks or people stumble over.
 *
 * @param kind what it is
 * @param message in a sentence, with what to do about it
 * @param count how many places there are
 * @param paths some of them, at most {@link #MOST_PATHS}
 */
public record Risk(Kind kind, String message, int count, List<String> paths) {

  /** More are only counted. */
  public static final int MOST_PATHS = 10;

  /** Copies the list. */
  public Risk {
    paths = ImmutableList.copyOf(paths);
  }

  /** What there is to stumble over, the worst first. */
  public enum Kind implements WireNamed {
    /** What looks like a key or a token. */
    SECRET,
    /** Files with the markers of a conflict that nobody has settled. */
    CONFLICT_MARKERS,
    /** Settings files, such as {@code .env}, that usually hold secrets. */
    SETTINGS_FILE,
    /** No check is found: an agent's work would be done when it says so. */
    NO_CHECKS,
    /** No tests are found. */
    NO_TESTS,
    /** Dependencies are declared, and nothing says which versions. */
    MISSING_LOCK,
    /** What a tool installs or builds is in the tree. */
    INSTALLED,
    /** Paths that are one file where file names know no case. */
    CASE_CLASH,
    /** Files so large that tools and agents choke on them. */
    HUGE_FILE,
    /** Binary files, which nobody can merge. */
    BINARY,
    /** Other repositories in folders of this one. */
    SUBMODULE,
    /** Files that are kept elsewhere. */
    LFS
  }
}
