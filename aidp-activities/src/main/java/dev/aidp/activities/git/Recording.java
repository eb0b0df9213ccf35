package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a working copy held.
 *
 * @param tree the tree of its files
 * @param faults what cannot be kept of it, for whoever works there
 * @param warnings what a person should know of it
 */
record Recording(String tree, List<String> faults, List<String> warnings, boolean whole) {

  /** Copies the lists. */
  Recording {
    faults = ImmutableList.copyOf(faults);
    warnings = ImmutableList.copyOf(warnings);
  }
}
