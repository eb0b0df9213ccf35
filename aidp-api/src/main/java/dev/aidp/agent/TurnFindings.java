package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.text.Excerpt;
import java.util.List;

/**
 * What was found when a turn was over, besides what its agent said. At most {@link #MOST} of each,
 * each shortened to {@link #LONGEST} characters.
 *
 * @param faults what is wrong with what the turn left: while there is one, its unit is not done,
 *     and the agent is told all of them
 * @param warnings what a person should know
 */
public record TurnFindings(List<String> faults, List<String> warnings) {

  /** Nothing was found. */
  public static final TurnFindings NONE = new TurnFindings(ImmutableList.of(), ImmutableList.of());

  /** More of one kind are not kept. */
  public static final int MOST = 10;

  /** What is longer is cut, in characters. */
  public static final int LONGEST = 1_000;

  /** Copies the lists. */
  public TurnFindings {
    faults = kept(faults);
    warnings = kept(warnings);
  }

  /** Returns these and {@code others}. */
  public TurnFindings and(TurnFindings others) {
    return new TurnFindings(both(faults, others.faults), both(warnings, others.warnings));
  }

  private static ImmutableList<String> both(List<String> some, List<String> more) {
    return ImmutableList.<String>builder().addAll(some).addAll(more).build();
  }

  private static ImmutableList<String> kept(List<String> texts) {
    return texts.stream()
        .distinct()
        .limit(MOST)
        .map(text -> Excerpt.start(text, LONGEST))
        .collect(ImmutableList.toImmutableList());
  }
}
