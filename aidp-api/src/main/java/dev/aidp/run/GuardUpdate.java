package dev.aidp.run;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other guards for a run that is under way: each unit obeys them from its next iteration on.
 *
 * @param guards what is to hold, by the keys of the settings without {@code guards.}: lists or
 *     texts with commas, numbers, expressions by {@code patterns.NAME}. An empty value takes a
 *     guard away; what is not named stays as it is
 * @param unit whose; null: of all units
 */
public record GuardUpdate(Map<String, Object> guards, @Nullable String unit) {

  /** Copies the guards; somebody's own Temporal client may have left them out. */
  @SuppressWarnings("ConstantValue")
  public GuardUpdate {
    guards = guards == null ? ImmutableMap.of() : RequestSettings.copy(guards);
  }
}
