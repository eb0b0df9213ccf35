package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A plan with all that is written in it, as it is read from YAML or made in Java:
 *
 * <pre>{@code
 * Plan plan =
 *     Plan.of("Add CSV export")
 *         .unit("model", "Add the row model.")
 *         .unit("writer", u -> u.task("Write rows as CSV.").dependsOn("model"))
 *         .build();
 * }</pre>
 *
 * @param feature what it is about
 * @param units the units, in the order they were written
 * @param capacities how much there is of what units take, by name
 */
public record Plan(String feature, List<Unit> units, Map<String, Integer> capacities) {

  /**
   * One unit.
   *
   * @param node what a scheduler needs
   * @param task what its prompt says
   * @param checks its own, besides the run's
   * @param schemas what its outputs, by {@code NAME}, and its inputs, by {@code UNIT/NAME}, are
   *     held against
   */
  public record Unit(
      PlanNode node, String task, List<Check> checks, Map<String, SchemaSource> schemas) {

    /** Copies the checks and schemas. */
    public Unit {
      checks = ImmutableList.copyOf(checks);
      schemas = ImmutableMap.copyOf(schemas);
    }
  }

  /** Copies the collections, keeping their order. */
  public Plan {
    units = ImmutableList.copyOf(units);
    capacities = ImmutableMap.copyOf(capacities);
  }

  /** Returns what a scheduler needs of it; {@code ref} is the artifact that holds its text. */
  public PlanGraph graph(String ref) {
    return graph(ref, ImmutableMap.of());
  }

  /**
   * Returns what a scheduler needs of it.
   *
   * @param ref the artifact that holds its text
   * @param besides how much there is of what units take, where the plan does not say it
   */
  public PlanGraph graph(String ref, Map<String, Integer> besides) {
    ImmutableMap<String, Integer> all =
        ImmutableMap.<String, Integer>builder()
            .putAll(besides)
            .putAll(capacities)
            .buildKeepingLast();
    return new PlanGraph(ref, units.stream().map(Unit::node).toList(), all);
  }

  /** Returns a plan of {@code feature} to which units are to be added. */
  public static Builder of(String feature) {
    return new Builder(feature);
  }

  /**
   * Returns it as the YAML text that a person might have written. Read again it is equal to this
   * one; what is wrong with it is found then, as with any plan.
   */
  public String yaml() {
    return PlanYaml.of(this);
  }

  /** Makes a plan. Used by one thread. */
  public static final class Builder {

    private final String feature;
    private final ImmutableList.Builder<PlanUnit> units = ImmutableList.builder();
    private final Map<String, Integer> capacities = new LinkedHashMap<>();

    private Builder(String feature) {
      this.feature = feature;
    }

    /** Says how much there is of what {@link PlanUnit#resource units take}. */
    public Builder capacity(String resource, int amount) {
      capacities.put(resource, amount);
      return this;
    }

    /** Adds a unit that stands alone. */
    public Builder unit(String id, String task) {
      return unit(id, unit -> unit.task(task));
    }

    /**
     * Adds a unit.
     *
     * @param id 1 to 64 of a-z, 0-9, '-' and '_'
     * @param saying says at least its task
     */
    public Builder unit(String id, Consumer<PlanUnit> saying) {
      PlanUnit unit = new PlanUnit(id);
      saying.accept(unit);
      units.add(unit);
      return this;
    }

    /** Returns the plan. It is checked where it is used: all that is wrong is found at once. */
    public Plan build() {
      ImmutableList<PlanUnit> all = units.build();
      return new Plan(feature, all.stream().map(unit -> unit.in(all)).toList(), capacities);
    }
  }
}
