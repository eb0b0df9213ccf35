package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import dev.aidp.activities.yaml.ClosestWord;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.plan.PlanNode;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what units take, and how much there is of it. */
final class ResourceReader {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]+");

  private final Findings findings;

  ResourceReader(Findings findings) {
    this.findings = findings;
  }

  /** So much of something, as it was written. */
  record Amount(YamlNode.Scalar name, int amount) {}

  /** What a unit takes, as it was written. */
  record Taken(@Nullable Duration estimate, List<Amount> resources) {

    PlanNode.Demand demand() {
      return new PlanNode.Demand(estimate, byName(resources));
    }
  }

  Taken taken(Fields unit) {
    return new Taken(estimate(unit), amounts(unit, "resources"));
  }

  /** Returns how much there is, by name. */
  ImmutableMap<String, Integer> capacities(Fields plan) {
    return byName(amounts(plan, "capacities"));
  }

  /** Finds what a unit takes of what there is not, or not so much. */
  void check(List<Amount> taken, Map<String, Integer> capacities) {
    for (Amount each : taken) {
      String name = each.name().text();
      Integer capacity = capacities.get(name);
      if (capacity == null) {
        String meant =
            ClosestWord.to(name, capacities.keySet())
                .map(known -> "is '" + known + "' meant?")
                .orElse(
                    "say it in the plan's 'capacities', or as resources.capacities in the settings");
        findings.add(
            each.name().at(), "nobody says how much there is of '%s'; %s".formatted(name, meant));
      } else if (each.amount() > capacity) {
        findings.add(
            each.name().at(),
            "this takes %d of '%s', but there is only %d".formatted(each.amount(), name, capacity));
      }
    }
  }

  private @Nullable Duration estimate(Fields unit) {
    YamlNode node = unit.node("estimate").orElse(null);
    if (node == null) {
      return null;
    }
    Duration time = node instanceof YamlNode.Scalar text ? Durations.orZero(text.text()) : null;
    if (time == null) {
      findings.add(node.at(), "'estimate' must be 0 or %s".formatted(Durations.EXPECTED));
    }
    return time;
  }

  private ImmutableList<Amount> amounts(Fields fields, String key) {
    ImmutableList.Builder<Amount> amounts = ImmutableList.builder();
    for (YamlNode.Entry entry : fields.byName(key)) {
      String name = entry.key().text();
      if (!NAME.matcher(name).matches()) {
        findings.add(
            entry.key().at(),
            "'%s' is not the name of a resource: 1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'"
                .formatted(name));
      }
      Integer amount = whole(entry.value());
      if (amount == null) {
        findings.add(
            entry.value().at(), "'%s' must be a whole number of at least 0".formatted(name));
      } else {
        amounts.add(new Amount(entry.key(), amount));
      }
    }
    return amounts.build();
  }

  private static @Nullable Integer whole(YamlNode node) {
    return node instanceof YamlNode.Scalar number
            && number.plain()
            && WHOLE.matcher(number.text()).matches()
        ? Ints.tryParse(number.text())
        : null;
  }

  private static ImmutableMap<String, Integer> byName(List<Amount> amounts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    amounts.forEach(each -> named.putIfAbsent(each.name().text(), each.amount()));
    return ImmutableMap.copyOf(named);
  }
}
