package dev.aidp.runtime.engine;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a run is found by, besides what it is.
 *
 * @param memo what it was started with, for good
 * @param attributes its search attributes, which its workflow may change
 */
public record Labels(Map<String, String> memo, Map<String, String> attributes) {

  /** None. */
  public static final Labels NONE = new Labels(Map.of(), Map.of());

  /** Copies the maps, which an older document does not have. */
  public Labels {
    memo = ImmutableSortedMap.copyOf(Objects.requireNonNullElse(memo, Map.of()));
    attributes = ImmutableSortedMap.copyOf(Objects.requireNonNullElse(attributes, Map.of()));
  }

  /** Returns a copy with these attributes in place of its own. */
  public Labels withAttributes(Map<String, String> others) {
    return new Labels(memo, others);
  }

  /** Returns whether all of {@code wanted} are among them. */
  public boolean have(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            one ->
                one.getValue().equals(memo.get(one.getKey()))
                    || one.getValue().equals(attributes.get(one.getKey())));
  }
}
