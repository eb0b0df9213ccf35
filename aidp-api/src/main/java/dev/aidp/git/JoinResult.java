package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of joining.
 *
 * @param state the commit with all that joined, and its tree
 * @param units who joined now, in order
 * @param settled conflicts that a remembered resolution settled on the way
 * @param conflict who stopped it and why, or null if all joined
 * @param after the state after each of {@code units}
 */
public record JoinResult(
    TreeState state,
    List<String> units,
    List<Conflict> settled,
    @Nullable Conflict conflict,
    List<TreeState> after) {

  /** Copies the collections. */
  public JoinResult {
    units = ImmutableList.copyOf(units);
    settled = ImmutableList.copyOf(settled);
    after = ImmutableList.copyOf(after);
  }

  /** Makes the outcome of joining of which only the end matters. */
  public JoinResult(
      TreeState state, List<String> units, List<Conflict> settled, @Nullable Conflict conflict) {
    this(state, units, settled, conflict, ImmutableList.of());
  }
}
