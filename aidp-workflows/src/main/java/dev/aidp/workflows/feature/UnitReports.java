package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a plan's units, in its order. Immutable; a copy in which one has changed shares
 * all others, so that a feature of ten thousand units does not copy these at each event, and knows
 * who stands where, so that it need not look at all of them either.
 */
final class UnitReports extends AbstractList<UnitReport> {

  static final UnitReports NONE = of(List.of());

  private static final int PAGE = 128;

  private final ImmutableMap<String, Integer> places;
  private final UnitReport[][] pages;

  /** For each state the places of the units that have it. */
  private final BitSet[] states;

  private UnitReports(ImmutableMap<String, Integer> places, UnitReport[][] pages, BitSet[] states) {
    this.places = places;
    this.pages = pages;
    this.states = states;
  }

  static UnitReports of(List<UnitReport> reports) {
    ImmutableMap.Builder<String, Integer> places = ImmutableMap.builder();
    BitSet[] states = new BitSet[UnitState.values().length];
    Arrays.setAll(states, state -> new BitSet());
    int place = 0;
    for (UnitReport report : reports) {
      states[report.state().ordinal()].set(place);
      places.put(report.id(), place++);
    }
    return new UnitReports(places.build(), paged(reports), states);
  }

  private static UnitReport[][] paged(List<UnitReport> reports) {
    UnitReport[] all = reports.toArray(UnitReport[]::new);
    List<UnitReport[]> pages = new ArrayList<>();
    for (int from = 0; from < all.length; from += PAGE) {
      pages.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + PAGE)));
    }
    return pages.toArray(UnitReport[][]::new);
  }

  /** Returns the report of {@code unit}, or null if the plan has no such unit. */
  @Nullable UnitReport of(String unit) {
    Integer place = places.get(unit);
    return place == null ? null : get(place);
  }

  /** Returns a copy in which {@code report} takes the place of that unit's. */
  UnitReports with(UnitReport report) {
    Integer place = places.get(report.id());
    if (place == null || get(place).equals(report)) {
      return this;
    }
    UnitReport[][] changed = pages.clone();
    changed[place / PAGE] = changed[place / PAGE].clone();
    changed[place / PAGE][place % PAGE] = report;
    return new UnitReports(places, changed, moved(place, get(place).state(), report.state()));
  }

  private BitSet[] moved(int place, UnitState from, UnitState to) {
    if (from == to) {
      return states;
    }
    BitSet[] moved = states.clone();
    moved[from.ordinal()] = (BitSet) states[from.ordinal()].clone();
    moved[from.ordinal()].clear(place);
    moved[to.ordinal()] = (BitSet) states[to.ordinal()].clone();
    moved[to.ordinal()].set(place);
    return moved;
  }

  /** Returns the places of those whose state fulfils {@code condition}. */
  BitSet places(Predicate<UnitState> condition) {
    BitSet all = new BitSet(size());
    for (UnitState state : UnitState.values()) {
      if (condition.test(state)) {
        all.or(states[state.ordinal()]);
      }
    }
    return all;
  }

  /** Returns those whose state fulfils {@code condition}, in order. */
  Stream<UnitReport> in(Predicate<UnitState> condition) {
    return places(condition).stream().mapToObj(this::get);
  }

  @Override
  public UnitReport get(int place) {
    return pages[place / PAGE][place % PAGE];
  }

  @Override
  public int size() {
    return places.size();
  }
}
