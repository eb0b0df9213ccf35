package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.ClosestWord;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.plan.Glob;
import dev.aidp.plan.PlanNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which units of a plan are parts of which, and what follows from it: a unit needs its parts, and a
 * part all that its unit needs; it is optional if that is, and claims its files if it says none.
 */
final class Parts {

  private final Map<String, Draft> units;
  private final HandedOver handed;
  private final SetMultimap<String, String> parts = LinkedHashMultimap.create();

  Parts(Map<String, Draft> units, HandedOver handed) {
    this.units = units;
    this.handed = handed;
    units.forEach(
        (id, unit) -> {
          YamlNode.Scalar whole = unit.needs().partOf();
          if (whole != null) {
            parts.put(whole.text(), id);
          }
        });
  }

  /** Finds parts of what has none. */
  void check(Findings findings) {
    for (Draft unit : units.values()) {
      YamlNode.Scalar whole = unit.needs().partOf();
      Draft named = whole == null ? null : units.get(whole.text());
      if (whole != null && named == null) {
        findings.add(
            whole.at(),
            "there is no unit '%s' to be a part of%s"
                .formatted(
                    whole.text(),
                    ClosestWord.to(whole.text(), units.keySet())
                        .map(known -> "; is '" + known + "' meant?")
                        .orElse("")));
      } else if (whole != null && named != null && !divides(named)) {
        findings.add(
            whole.at(),
            "only a unit with 'kind: feature' has parts, not '%s'".formatted(whole.text()));
      }
    }
  }

  private static boolean divides(Draft unit) {
    return unit.rules().nesting() != null && unit.rules().nesting().divides();
  }

  /** Returns what {@code unit} needs, in no order. */
  Set<String> needs(Draft unit) {
    Set<String> all = said(unit);
    all.addAll(parts.get(unit.id().text()));
    for (Draft above : above(unit)) {
      said(above).stream().filter(need -> !within(need, above)).forEach(all::add);
    }
    all.retainAll(units.keySet());
    return all;
  }

  /** An input implies a dependency on its producer. */
  private Set<String> said(Draft unit) {
    Set<String> all = new LinkedHashSet<>();
    unit.needs().dependsOn().forEach(need -> all.add(need.text()));
    handed.inputs(unit).forEach(input -> all.add(input.unit()));
    return all;
  }

  /** Returns what holds of {@code unit}. */
  PlanNode.Rules rules(Draft unit) {
    PlanNode.Rules own = unit.rules();
    PlanNode.Nesting nesting = own.nesting();
    return nesting == null
        ? own
        : own.withRequired(
                own.required() && above(unit).stream().allMatch(each -> each.rules().required()))
            .withNesting(
                new PlanNode.Nesting(
                    nesting.divides(),
                    nesting.partOf(),
                    ImmutableList.copyOf(parts.get(unit.id().text()))));
  }

  /** Returns what {@code unit} claims. */
  List<Glob> files(Draft unit) {
    return unit.files().isEmpty()
        ? above(unit).stream()
            .map(Draft::files)
            .filter(files -> !files.isEmpty())
            .findFirst()
            .orElse(ImmutableList.of())
        : unit.files();
  }

  private boolean within(String id, Draft whole) {
    Draft unit = units.get(id);
    return unit != null && above(unit).contains(whole);
  }

  /** Returns what {@code unit} is a part of, the nearest first; a plan may be faulty. */
  private Set<Draft> above(Draft unit) {
    Set<Draft> above = new LinkedHashSet<>();
    for (Draft next = whole(unit); next != null && above.add(next); next = whole(next)) {
      // it goes on upwards
    }
    return above;
  }

  private @Nullable Draft whole(Draft unit) {
    YamlNode.Scalar whole = unit.needs().partOf();
    return whole == null ? null : units.get(whole.text());
  }
}
