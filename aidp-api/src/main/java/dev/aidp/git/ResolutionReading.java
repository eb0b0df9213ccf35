package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a resolver left settles the conflict.
 *
 * @param resolution null if it does not
 * @param faults what is wrong with it, for the resolver's next prompt
 */
public record ResolutionReading(@Nullable Resolution resolution, List<String> faults) {

  /** Copies the faults. */
  public ResolutionReading {
    faults = ImmutableList.copyOf(faults);
  }
}
