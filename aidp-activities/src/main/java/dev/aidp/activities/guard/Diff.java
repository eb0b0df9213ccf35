package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.PathChange;
import java.util.List;

/**
 * What is known of what a unit has changed.
 *
 * @param start the commit it began from
 * @param changes the paths
 * @param lines how many lines were added and removed, where that matters
 * @param found forbidden lines in what it has left
 * @param past forbidden lines that only its earlier commits have
 */
record Diff(
    String start,
    List<PathChange> changes,
    long lines,
    List<LineScan.Found> found,
    List<LineScan.Found> past) {

  Diff {
    changes = ImmutableList.copyOf(changes);
    found = ImmutableList.copyOf(found);
    past = ImmutableList.copyOf(past);
  }
}
