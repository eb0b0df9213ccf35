package dev.aidp.run;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Other guards for a run that is under way: each unit obeys them from its next iteration on.
 *
 * @param guards what is to hold, by the keys of the settings without {@code guards.}: lists or
 *     texts with commas, numbers, expressions by {@code patterns.NAME}. An empty value takes a
 *     guard away; what is not named stays as it is
 * @param unit whose; null: of all units
 * @param id unique in the run; a second one with the same id is ignored; empty: the run gives it
 *     one
 */
public record GuardUpdate(Map<String, Object> guards, @Nullable String unit, String id) {

  /** Copies the guards; somebody's own Temporal client may have left out what it likes. */
  @SuppressWarnings("ConstantValue")
  public GuardUpdate {
    guards = guards == null ? ImmutableMap.of() : RequestSettings.copy(guards);
    id = id == null ? "" : id;
  }

  /** Makes one to which the run gives an id. */
  public GuardUpdate(Map<String, Object> guards, @Nullable String unit) {
    this(guards, unit, "");
  }

  /** Returns a copy with an id. */
  public GuardUpdate called(String other) {
    return new GuardUpdate(guards, unit, other);
  }

  /** Returns that it has come, and that nobody has obeyed it yet. */
  public InstructionReceipt receipt() {
    String said =
        guards.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
    return InstructionReceipt.pending(
        new Instruction(id, "guards: " + said, Priority.NORMAL, unit));
  }
}
