package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import dev.aidp.run.Work;
import java.util.List;

/**
 * Whose work shall be tried together, in pairs.
 *
 * @param work whose step it is
 * @param base the commit that all come from
 * @param tips units
 * @param others each of {@code tips} is tried with each of these; if there are none, with each of
 *     {@code tips} behind it
 * @param most how many pairs are told at most
 */
public record Prediction(
    Work work,
    String base,
    List<JoinRequest.UnitHead> tips,
    List<JoinRequest.UnitHead> others,
    int most) {

  /** Refuses a name that is none; copies the collections. */
  public Prediction {
    Names.object(base);
    tips = ImmutableList.copyOf(tips);
    others = ImmutableList.copyOf(others);
  }
}
