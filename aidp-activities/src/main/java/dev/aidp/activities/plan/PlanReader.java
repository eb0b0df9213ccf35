package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.ClosestWord;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.Place;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.Glob;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a plan and finds all its faults at once. Stateless to its callers. */
public final class PlanReader {

  private static final ImmutableList<String> KEYS =
      ImmutableList.of("feature", "capacities", "units");

  /** More are found out to be too many before each costs something. */
  public static final int MAX_UNITS = 10_000;

  /** Every pair of patterns may be compared, over all units. */
  public static final int MAX_PATTERNS = 5_000;

  /**
   * What came of it.
   *
   * @param plan null if there are faults
   * @param faults every finding with its place
   */
  public record Result(@Nullable Plan plan, List<Detail> faults) {

    /** Copies the faults. */
    public Result {
      faults = ImmutableList.copyOf(faults);
    }

    /**
     * Returns the graph of a plan that is stored as {@code ref}, where there is so much besides.
     */
    @Nullable PlanGraph graph(String ref, Map<String, Integer> capacities) {
      return plan == null ? null : plan.graph(ref, capacities);
    }
  }

  private final Findings findings;
  private final boolean stored;
  private final @Nullable Map<String, Integer> settings;
  private final Map<String, List<String>> outside;
  private Parts parts = new Parts(ImmutableMap.of());
  private ImmutableMap<String, Integer> capacities = ImmutableMap.of();
  private final Map<String, Draft> units = new LinkedHashMap<>();
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();

  private PlanReader(
      Findings findings,
      boolean stored,
      @Nullable Map<String, Integer> capacities,
      Map<String, List<String>> outside) {
    this.findings = findings;
    this.outside = outside;
    this.stored = stored;
    this.settings = capacities;
  }

  /**
   * Reads {@code bytes}; {@code file} is how the text is called in findings. How much there is of
   * what its units take, settings may say that are not known here.
   */
  public static Result read(String file, byte[] bytes) {
    return read(file, bytes, false, null, ImmutableMap.of());
  }

  /**
   * Reads {@code bytes} likewise.
   *
   * @param capacities how much there is of what units take, if the plan does not say it
   */
  public static Result read(String file, byte[] bytes, Map<String, Integer> capacities) {
    return read(file, bytes, false, capacities, ImmutableMap.of());
  }

  /**
   * Reads {@code bytes} as the plan of a part of a plan.
   *
   * @param outside what its units may use of others: their outputs, by their ids
   */
  static Result readPart(
      String file,
      byte[] bytes,
      Map<String, Integer> capacities,
      Map<String, List<String>> outside) {
    return read(file, bytes, false, capacities, outside);
  }

  /** Reads a plan that Aidp has stored: the units of a merge are named like their branches. */
  static Result readStored(String file, byte[] bytes) {
    return read(file, bytes, true, null, ImmutableMap.of());
  }

  private static Result read(
      String file,
      byte[] bytes,
      boolean stored,
      @Nullable Map<String, Integer> capacities,
      Map<String, List<String>> outside) {
    Findings findings = new Findings(file);
    PlanReader reader = new PlanReader(findings, stored, capacities, outside);
    Optional<String> feature = StrictYaml.read(bytes, findings).map(reader::document);
    if (feature.isEmpty() && findings.none()) {
      findings.add(Place.START, "the plan is empty");
    }
    return findings.none()
        ? new Result(
            new Plan(feature.orElse(""), reader.linked(), reader.capacities), ImmutableList.of())
        : new Result(null, findings.details());
  }

  private String document(YamlNode root) {
    Fields plan = Fields.of(root, "a plan", KEYS, findings);
    if (!plan.found()) {
      return "";
    }
    String feature = plan.requiredText("feature");
    capacities = new ResourceReader(findings).capacities(plan);
    units(plan);
    checkTaken();
    units.values().forEach(unit -> new References(units, outside, findings).check(unit));
    parts = new Parts(units);
    parts.check(findings);
    Map<String, Place> places = new LinkedHashMap<>();
    units.forEach(
        (id, unit) -> {
          needs.put(id, parts.needs(unit));
          places.put(id, unit.id().at());
        });
    Cycles.report(needs, places, findings);
    return feature;
  }

  /** The plan's word counts more than the settings'; where those are unknown, they may say it. */
  private void checkTaken() {
    Map<String, Integer> all = new LinkedHashMap<>(settings == null ? Map.of() : settings);
    all.putAll(capacities);
    ResourceReader reader = new ResourceReader(findings);
    for (Draft unit : units.values()) {
      reader.check(
          unit.needs().takes().resources().stream()
              .filter(each -> settings != null || all.containsKey(each.name().text()))
              .toList(),
          all);
    }
  }

  private void units(Fields plan) {
    UnitReader reader = new UnitReader(findings, stored);
    List<YamlNode> nodes =
        plan.node("units").orElse(null) instanceof YamlNode.Sequence list
            ? list.items()
            : ImmutableList.of();
    if (plan.node("units").isEmpty()) {
      findings.add(plan.at(), "'units' is missing");
    } else if (nodes.isEmpty()) {
      findings.add(plan.at("units"), "'units' must be a list of at least one unit");
    }
    for (YamlNode node : nodes.subList(0, Math.min(nodes.size(), MAX_UNITS))) {
      Draft unit = reader.read(node);
      String id = unit.id().text();
      if (!id.isBlank() && units.putIfAbsent(id, unit) != null) {
        findings.add(unit.id().at(), "the id '%s' stands here a second time".formatted(id));
      }
    }
    demandBounds(plan, nodes.size());
  }

  private void demandBounds(Fields plan, int written) {
    if (written > MAX_UNITS) {
      findings.add(
          plan.at("units"),
          "these are %d units; at most %d are one feature: split it".formatted(written, MAX_UNITS));
    }
    int patterns = units.values().stream().mapToInt(unit -> unit.files().size()).sum();
    if (patterns > MAX_PATTERNS) {
      findings.add(
          plan.at("units"),
          "all 'files' together are %d patterns; at most %d can be compared: name folders"
              .formatted(patterns, MAX_PATTERNS));
    }
  }

  private List<Plan.Unit> linked() {
    Map<String, Integer> places = new LinkedHashMap<>();
    units.keySet().forEach(id -> places.put(id, places.size()));
    Comparator<String> inPlan = Comparator.comparing(places::get);
    return units.values().stream()
        .map(unit -> new Plan.Unit(node(unit, inPlan), unit.task(), unit.checks()))
        .toList();
  }

  private PlanNode node(Draft unit, Comparator<String> inPlan) {
    String id = unit.id().text();
    return new PlanNode(
        id,
        needs.getOrDefault(id, Set.of()).stream().sorted(inPlan).toList(),
        unit.weight(),
        parts.rules(unit),
        unit.outputs(),
        unit.needs().inputs().stream().map(i -> i.at().text()).distinct().toList(),
        parts.files(unit).stream().map(Glob::toString).toList(),
        unit.needs().takes().demand());
  }

  /** What units say of each other. */
  private record References(
      Map<String, Draft> units, Map<String, List<String>> outside, Findings findings) {

    void check(Draft unit) {
      for (YamlNode.Scalar dependency : unit.needs().dependsOn()) {
        if (!units.containsKey(dependency.text()) && !outside.containsKey(dependency.text())) {
          findings.add(
              dependency.at(),
              "there is no unit '%s' to depend on%s"
                  .formatted(dependency.text(), meant(dependency.text(), units.keySet())));
        }
      }
      unit.needs().inputs().forEach(this::check);
    }

    private void check(UnitReader.Input input) {
      Draft producer = units.get(input.unit());
      List<String> outputs = producer == null ? outside.get(input.unit()) : producer.outputs();
      String text = input.at().text();
      if (outputs == null) {
        findings.add(
            input.at().at(),
            "nobody produces '%s': there is no unit '%s'%s"
                .formatted(text, input.unit(), meant(input.unit(), units.keySet())));
      } else if (!outputs.contains(input.name())) {
        findings.add(
            input.at().at(),
            "nobody produces '%s': '%s' is not among the outputs of '%s'%s"
                .formatted(text, input.name(), input.unit(), meant(input.name(), outputs)));
      }
    }

    /** Comparing with every unit of a large plan is dear, so it is done for who will be read. */
    private String meant(String word, Collection<String> known) {
      return findings.crowded()
          ? ""
          : ClosestWord.to(word, known).map(k -> "; is '" + k + "' meant?").orElse("");
    }
  }
}
