package dev.aidp.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException;
import java.util.List;

/**
 * What came of reading a review: its findings, or all its faults.
 *
 * @param findings the gravest first, at most {@link #MOST}; none if there are faults
 * @param faults what is wrong with the document, with its place
 */
public record ReviewReading(List<Finding> findings, List<UsageException.Detail> faults) {

  /** More are not kept: the whole review is in the reply. */
  public static final int MOST = 40;

  /** Longest message of one, in characters. */
  public static final int LONGEST = 400;

  /** Copies the lists. */
  public ReviewReading {
    findings = ImmutableList.copyOf(findings);
    faults = ImmutableList.copyOf(faults);
  }

  /** Returns whether it could be read. */
  public boolean readable() {
    return faults.isEmpty();
  }
}
