package dev.aidp.spring;

import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What has happened since the process began; it never shrinks. */
final class Totals implements RunWatch.Listener {

  final LongAdder turns = new LongAdder();
  final LongAdder tokens = new LongAdder();
  final DoubleAdder usd = new DoubleAdder();
  private final Map<RunState, LongAdder> runs = new ConcurrentHashMap<>();
  private final Map<RunState, LongAdder> millis = new ConcurrentHashMap<>();
  private final Map<UnitState, LongAdder> units = new ConcurrentHashMap<>();

  @Override
  public void changed(@Nullable RunView before, RunView now) {
    boolean same = before != null && before.run().generation() == now.run().generation();
    turns.add(Math.max(0, turns(now) - (before == null ? 0 : turns(before))));
    RunView.SpentView spent = now.spending().spent();
    tokens.add(
        Math.max(0, spent.tokens() - (before == null ? 0 : before.spending().spent().tokens())));
    usd.add(
        Math.max(0, spent.costUsd() - (before == null ? 0 : before.spending().spent().costUsd())));
    if (now.ended() && !(same && before != null && before.ended())) {
      adder(runs, now.state()).increment();
      adder(millis, now.state()).add(now.times().durationMs());
    }
    settled(before, now);
  }

  /** A unit that was merged or left out afterwards has been counted as it ended. */
  private void settled(@Nullable RunView before, RunView now) {
    Map<String, UnitState> stood = new HashMap<>();
    if (before != null) {
      before.units().forEach(unit -> stood.put(unit.id(), unit.state()));
    }
    now.units().stream()
        .filter(unit -> unit.state().settled())
        .filter(unit -> !stood.getOrDefault(unit.id(), UnitState.PENDING).settled())
        .forEach(unit -> adder(units, ended(unit.state())).increment());
  }

  private static UnitState ended(UnitState state) {
    return state.finished() ? UnitState.COMPLETED : state;
  }

  private static long turns(RunView view) {
    return view.units().stream().mapToLong(unit -> unit.tries().iterations()).sum();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> of, K key) {
    return of.computeIfAbsent(key, k -> new LongAdder());
  }

  long runs(RunState state) {
    return adder(runs, state).sum();
  }

  long millis(RunState state) {
    return adder(millis, state).sum();
  }

  long units(UnitState state) {
    return adder(units, state).sum();
  }
}
