package dev.aidp.activities.agent;

import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import java.util.List;
import java.util.Map;

/** What a plan says of its units, read by the plan's reference. */
public interface PlannedWork {

  /** Returns the ids of the plan's units, in its order. */
  List<String> units(String plan);

  /** Returns what {@code unit} shall do. */
  String task(String plan, String unit);

  /** Returns what a planner of {@code unit} is told of the rest of the plan. */
  String surroundings(String plan, String unit);

  /** Returns the checks that {@code unit} has besides the run's. */
  List<Check> checks(String plan, String unit);

  /**
   * Returns the JSON Schemas of the outputs of {@code unit}, by {@code NAME}, and of its inputs, by
   * {@code UNIT/NAME}.
   */
  Map<String, SchemaSource> schemas(String plan, String unit);

  /** Returns the globs of the files that {@code unit} claims, or none. */
  List<String> claims(String plan, String unit);

  /**
   * Returns whether {@code path} is among the files that {@code unit} claims; true if it claims
   * none.
   */
  boolean claimed(String plan, String unit, String path);
}
