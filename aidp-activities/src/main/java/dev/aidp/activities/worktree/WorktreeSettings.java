package dev.aidp.activities.worktree;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How working copies are prepared. Patterns are globs from the top of the repository.
 *
 * @param setup a command that is run once in each, or null
 * @param setupTimeout its longest run
 * @param setupInputs files of the tree: when one of them changes, it is run again
 * @param copy ignored files of the main checkout that each gets a copy of
 * @param link ignored files of the main checkout that each gets a link to
 * @param caches ignored folders that a clean checkout may keep from the tree it held before
 * @param sparse whether working copies have only that part of the tree that the main checkout has
 * @param styleGuide a file of the tree that agents are shown, or null
 */
public record WorktreeSettings(
    @Nullable String setup,
    Duration setupTimeout,
    List<String> setupInputs,
    List<String> copy,
    List<String> link,
    List<String> caches,
    boolean sparse,
    @Nullable String styleGuide) {

  /** Longest run of the setup command when nothing is said: a whole installation. */
  public static final Duration SETUP_TIMEOUT = Duration.ofMinutes(15);

  /** Nothing is prepared. */
  public static final WorktreeSettings NONE =
      new WorktreeSettings(
          null,
          SETUP_TIMEOUT,
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          ImmutableList.of(),
          false,
          null);

  /** Copies the lists. */
  public WorktreeSettings {
    setupInputs = ImmutableList.copyOf(setupInputs);
    copy = ImmutableList.copyOf(copy);
    link = ImmutableList.copyOf(link);
    caches = ImmutableList.copyOf(caches);
  }

  /** Shows agents no file. */
  public WorktreeSettings(
      @Nullable String setup,
      Duration setupTimeout,
      List<String> setupInputs,
      List<String> copy,
      List<String> link,
      List<String> caches,
      boolean sparse) {
    this(setup, setupTimeout, setupInputs, copy, link, caches, sparse, null);
  }

  /** Returns whether there is anything to do in a working copy. */
  boolean prepares() {
    return setup != null || !copy.isEmpty() || !link.isEmpty();
  }
}
