package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.UnitReport;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reports of a plan's units, in its order. Immutable; a copy in which one has changed shares
 * all others, so that a feature of ten thousand units does not copy these at each event.
 */
final class UnitReports extends AbstractList<UnitReport> {

  static final UnitReports NONE = of(List.of());

  private static final int PAGE = 128;

  private final ImmutableMap<String, Integer> places;
  private final UnitReport[][] pages;

  private UnitReports(ImmutableMap<String, Integer> places, UnitReport[][] pages) {
    this.places = places;
    this.pages = pages;
  }

  static UnitReports of(List<UnitReport> reports) {
    ImmutableMap.Builder<String, Integer> places = ImmutableMap.builder();
    int place = 0;
    for (UnitReport report : reports) {
      places.put(report.id(), place++);
    }
    return new UnitReports(places.build(), paged(reports));
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
    return new UnitReports(places, changed);
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
