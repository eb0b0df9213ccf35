package dev.aidp.workflows.schedule;

import dev.aidp.workflows.plan.UnitGraph;
import java.time.Instant;
import java.util.BitSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the units of a plan stand, as far as a scheduler minds. */
public interface Standing {

  /** Returns whether a unit has not started and may still do so. */
  boolean waits(String unit);

  /** Returns whether a unit's work is done, so that those that need it may start. */
  boolean finished(String unit);

  /** Returns whether {@code unit} may start as far as {@code need} matters, which it needs. */
  default boolean met(String unit, String need) {
    return finished(need);
  }

  /** Returns since when a unit has run, or null if it does not. */
  @Nullable Instant runningSince(String unit);

  /** Returns the places in {@code plan} of the units that may start as far as needs matter. */
  default BitSet ready(UnitGraph plan) {
    BitSet ready = new BitSet(plan.ids().size());
    for (String unit : plan.ids()) {
      boolean may =
          waits(unit) && plan.node(unit).dependsOn().stream().allMatch(need -> met(unit, need));
      ready.set(plan.place(unit), may);
    }
    return ready;
  }

  /** Returns the units that run, in the order of {@code plan}. */
  default Stream<String> running(UnitGraph plan) {
    return plan.ids().stream().filter(unit -> runningSince(unit) != null);
  }
}
