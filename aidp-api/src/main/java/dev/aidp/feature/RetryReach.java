package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What a retry would do to the units of a feature that has ended.
 *
 * @param again those that run again: what was named, and what was skipped because of it
 * @param kept those whose work is done and stays
 * @param left those that have failed, or were skipped, and stay so
 */
public record RetryReach(List<String> again, List<String> kept, List<String> left) {

  /** Copies the units. */
  public RetryReach {
    again = ImmutableList.copyOf(again);
    kept = ImmutableList.copyOf(kept);
    left = ImmutableList.copyOf(left);
  }
}
