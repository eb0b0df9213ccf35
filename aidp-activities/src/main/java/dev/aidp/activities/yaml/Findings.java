package dev.aidp.activities.yaml;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException.Detail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The faults of one text, in the order of their places. */
public final class Findings {

  /** More than this many help nobody. */
  public static final int MOST = 50;

  private record Found(Place place, String message) {}

  private final String file;
  private final List<Found> found = new ArrayList<>();

  /** Makes an empty list; {@code file} is how the text is called in messages. */
  public Findings(String file) {
    this.file = file;
  }

  /** Adds one. */
  public void add(Place place, String message) {
    found.add(new Found(place, message));
  }

  /** Returns whether there is none. */
  public boolean none() {
    return found.isEmpty();
  }

  /** Returns at most {@value MOST}, each with {@code FILE:LINE:COL}. */
  public ImmutableList<Detail> details() {
    return found.stream()
        .sorted(Comparator.comparing(Found::place))
        .distinct()
        .limit(MOST)
        .map(f -> new Detail(f.place.in(file), f.message))
        .collect(ImmutableList.toImmutableList());
  }
}
