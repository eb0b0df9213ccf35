package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What became of a {@link PlanEdit} that was not refused.
 *
 * @param text the same in a sentence, for a person
 * @param again units that had run and go again
 */
public record PlanReceipt(String text, List<String> again) {

  /** Copies the units. */
  public PlanReceipt {
    again = ImmutableList.copyOf(again);
  }
}
