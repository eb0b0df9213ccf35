package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Changes;
import dev.aidp.git.TreeState;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.Checkpoint.Trend;
import dev.aidp.workloop.LoopCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The finished iterations of a unit's run, in their order. */
final class CheckpointLog {

  private final String unit;
  private final int every;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(
      LoopCheckpoint state,
      String before,
      ImmutableList<String> failing,
      @Nullable Changes changes) {}

  /**
   * Makes one.
   *
   * @param every iterations from one regular checkpoint to the next
   */
  CheckpointLog(String unit, int every) {
    this.unit = unit;
    this.every = every;
  }

  /**
   * Adds one that has just ended.
   *
   * @param before the tree that it began with
   * @param failing what it lacked
   * @param changes what the unit has changed by then, or null if that could not be counted
   */
  void add(
      LoopCheckpoint state,
      String before,
      ImmutableList<String> failing,
      @Nullable Changes changes) {
    entries.add(new Entry(state, before, failing, changes));
  }

  /** Returns the whole state after an iteration, or null if there is none such. */
  @Nullable LoopCheckpoint at(int attempt, int iteration) {
    return entries.stream()
        .map(Entry::state)
        .filter(state -> state.attempt() == attempt && state.iteration() == iteration)
        .findFirst()
        .orElse(null);
  }

  /** Returns all of them as people see them. */
  ImmutableList<Checkpoint> all() {
    ImmutableList.Builder<Checkpoint> all = ImmutableList.builder();
    Entry last = null;
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean regular = regular(i);
      all.add(shown(entry, regular, last));
      last = regular ? entry : last;
    }
    return all.build();
  }

  private boolean regular(int place) {
    LoopCheckpoint state = entries.get(place).state;
    return state.iteration() % every == 0
        || place == entries.size() - 1
        || entries.get(place + 1).state.attempt() != state.attempt();
  }

  private Checkpoint shown(Entry entry, boolean regular, @Nullable Entry last) {
    LoopCheckpoint state = entry.state;
    ImmutableList<String> before = last == null ? entry.failing : last.failing;
    return new Checkpoint(
        unit,
        state.attempt(),
        state.iteration(),
        regular,
        Objects.requireNonNull(state.start()),
        entry.before,
        Objects.<TreeState>requireNonNull(state.state()),
        new Checkpoint.Metrics(
            entry.changes,
            entry.failing,
            without(before, entry.failing),
            without(entry.failing, before),
            last == null ? Trend.FIRST : trend(before.size(), entry.failing.size()),
            state.metrics().usage()));
  }

  private static Trend trend(int before, int now) {
    return now < before ? Trend.IMPROVING : now > before ? Trend.WORSENING : Trend.LEVEL;
  }

  private static ImmutableList<String> without(List<String> some, List<String> others) {
    return some.stream()
        .filter(each -> !others.contains(each))
        .collect(ImmutableList.toImmutableList());
  }
}
