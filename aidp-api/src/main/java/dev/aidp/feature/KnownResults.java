package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What earlier runs have left of a feature's units.
 *
 * @param all each after those it needs
 */
public record KnownResults(List<EarlierResult> all) {

  /** Nothing is known. */
  public static final KnownResults NONE = new KnownResults(ImmutableList.of());

  /** Copies the list. */
  public KnownResults {
    all = ImmutableList.copyOf(all);
  }
}
