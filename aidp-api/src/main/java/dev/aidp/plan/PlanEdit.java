package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aidp.run.Names;
import dev.aidp.wire.WireNamed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What shall be otherwise in the plan of a feature that is under way. From then on the plan is the
 * changed one.
 *
 * @param kind what is done
 * @param unit which unit, and what is said of it; null for {@link Kind#PARALLELISM}
 * @param room how much is done at once; null for all other kinds
 * @param parts the plan, by reference, that a unit is divided by; null for all other kinds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanEdit(
    Kind kind, @Nullable UnitChange unit, @Nullable Parallelism room, @Nullable String parts) {

  /** Refuses a name that is none. */
  public PlanEdit {
    if (parts != null) {
      Names.file(parts);
    }
  }

  /** Makes one that divides no unit. */
  public PlanEdit(Kind kind, @Nullable UnitChange unit, @Nullable Parallelism room) {
    this(kind, unit, room, null);
  }

  /** What is done. */
  public enum Kind implements WireNamed {
    /** There is one more unit. */
    ADD,
    /** A unit that is not done goes; one that is under way is ended before. */
    REMOVE,
    /** A unit that has not started is otherwise. */
    CHANGE,
    /** A unit that has run goes again, and all that need it and have run; it may be otherwise. */
    REDO,
    /** More or less is done at once. */
    PARALLELISM,
    /** A unit that is a feature by itself gets its parts. */
    DIVIDE
  }

  /**
   * Returns one that adds a unit.
   *
   * @param said its keys in a plan, at least {@code task}
   */
  public static PlanEdit add(String unit, Map<String, Object> said) {
    return add(new UnitChange(unit, said));
  }

  /** Returns one that adds this unit. */
  public static PlanEdit add(UnitChange unit) {
    return new PlanEdit(Kind.ADD, unit, null);
  }

  /** Returns one that removes a unit. */
  public static PlanEdit remove(String unit) {
    return remove(new UnitChange(unit, Map.of()));
  }

  /** Returns one that removes this unit. */
  public static PlanEdit remove(UnitChange unit) {
    return new PlanEdit(Kind.REMOVE, unit, null);
  }

  /** Returns one that changes these keys of a unit. */
  public static PlanEdit change(String unit, Map<String, Object> said) {
    return change(new UnitChange(unit, said));
  }

  /** Returns one that changes this unit. */
  public static PlanEdit change(UnitChange unit) {
    return new PlanEdit(Kind.CHANGE, unit, null);
  }

  /** Returns one by which a unit goes again as it is. */
  public static PlanEdit redo(String unit) {
    return redo(unit, Map.of());
  }

  /** Returns one by which a unit goes again with these keys. */
  public static PlanEdit redo(String unit, Map<String, Object> said) {
    return redo(new UnitChange(unit, said));
  }

  /** Returns one by which this unit goes again. */
  public static PlanEdit redo(UnitChange unit) {
    return new PlanEdit(Kind.REDO, unit, null);
  }

  /** Returns one by which a unit gets the units of the plan {@code parts}, by reference. */
  public static PlanEdit divide(String unit, String parts) {
    return new PlanEdit(Kind.DIVIDE, new UnitChange(unit, Map.of()), null, parts);
  }

  /** Returns one by which so much is done at once. */
  public static PlanEdit parallelism(Parallelism room) {
    return new PlanEdit(Kind.PARALLELISM, null, room);
  }

  /** Returns whether the plan's text says something else afterwards. */
  public boolean rewrites() {
    return switch (kind) {
      case ADD, REMOVE, CHANGE, DIVIDE -> true;
      case REDO -> unit != null && !unit.said().isEmpty();
      case PARALLELISM -> room != null && !room.capacities().isEmpty();
    };
  }
}
