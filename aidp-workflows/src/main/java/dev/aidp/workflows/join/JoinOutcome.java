package dev.aidp.workflows.join;

import com.google.common.collect.ImmutableList;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of joining, with all that was settled on the way.
 *
 * @param state what has joined
 * @param joined who is in it, in order
 * @param clashes the textual conflicts, and who settled each
 * @param resolutions what the resolver made anew; to be remembered once the tree is known to be
 *     green
 * @param unsettled the conflict at which it stopped, or null if all joined
 * @param after the state after each that joined now
 * @param hopeless keys of conflicts that the resolver was asked about and could not settle
 * @param turns the resolver's recorded turns
 */
public record JoinOutcome(
    TreeState state,
    List<JoinRequest.UnitHead> joined,
    List<MergeReport.Conflict> clashes,
    List<Resolution> resolutions,
    @Nullable Conflict unsettled,
    List<TreeState> after,
    List<String> hopeless,
    List<TurnRecord> turns) {

  /** Copies the collections. */
  public JoinOutcome {
    joined = ImmutableList.copyOf(joined);
    clashes = ImmutableList.copyOf(clashes);
    resolutions = ImmutableList.copyOf(resolutions);
    after = ImmutableList.copyOf(after);
    hopeless = ImmutableList.copyOf(hopeless);
    turns = ImmutableList.copyOf(turns);
  }

  /** Returns the outcome of joining nobody onto the commit {@code base}. */
  public static JoinOutcome none(String base) {
    return new JoinOutcome(
        TreeState.unopened(base),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        null,
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** Returns who joined now, in order. */
  public List<String> units() {
    return joined.subList(joined.size() - after.size(), joined.size()).stream()
        .map(JoinRequest.UnitHead::unit)
        .toList();
  }
}
