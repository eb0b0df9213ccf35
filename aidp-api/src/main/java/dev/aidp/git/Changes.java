package dev.aidp.git;

/**
 * How much differs between two trees.
 *
 * @param files files that were added, changed or deleted; a renamed one is two
 * @param added lines that were added; those of binary files do not count
 * @param deleted lines that were deleted, likewise
 */
public record Changes(int files, int added, int deleted) {

  /** No difference. */
  public static final Changes NONE = new Changes(0, 0, 0);
}
