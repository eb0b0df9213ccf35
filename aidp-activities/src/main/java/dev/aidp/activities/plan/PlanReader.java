package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.plan.UnitReader.Draft;
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
import dev.aidp.plan.SchemaSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

  /**
   * What is known besides the plan's text.
   *
   * @param stored whether Aidp has stored it: it was checked then
   * @param capacities how much there is of what units take, or null: settings may say it
   * @param outside what its units may use of others: their outputs, by their ids
   * @param files the files that it may name, or null: they are not looked for
   */
  private record Known(
      boolean stored,
      @Nullable Map<String, Integer> capacities,
      Map<String, List<String>> outside,
      @Nullable Function<String, Optional<byte[]>> files) {}

  private final Findings findings;
  private final Known known;
  private final Map<String, Draft> units = new LinkedHashMap<>();
  private final HandedOver handed;
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();
  private Parts parts;
  private ImmutableMap<String, Integer> capacities = ImmutableMap.of();

  private PlanReader(Findings findings, Known known) {
    this.findings = findings;
    this.known = known;
    this.handed = new HandedOver(units, known.outside);
    this.parts = new Parts(ImmutableMap.of(), handed);
  }

  /**
   * Reads {@code bytes}; {@code file} is how the text is called in findings. How much there is of
   * what its units take, settings may say that are not known here.
   */
  public static Result read(String file, byte[] bytes) {
    return read(file, bytes, new Known(false, null, ImmutableMap.of(), null));
  }

  /**
   * Reads {@code bytes} likewise.
   *
   * @param capacities how much there is of what units take, if the plan does not say it
   * @param files the files that it may name, by their path from the top of the repository; null:
   *     they are not looked for
   */
  public static Result read(
      String file,
      byte[] bytes,
      Map<String, Integer> capacities,
      @Nullable Function<String, Optional<byte[]>> files) {
    return read(file, bytes, new Known(false, capacities, ImmutableMap.of(), files));
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
    return read(file, bytes, new Known(false, capacities, outside, null));
  }

  /** Reads a plan that Aidp has stored: the units of a merge are named like their branches. */
  static Result readStored(String file, byte[] bytes) {
    return read(file, bytes, new Known(true, null, ImmutableMap.of(), null));
  }

  private static Result read(String file, byte[] bytes, Known known) {
    Findings findings = new Findings(file);
    PlanReader reader = new PlanReader(findings, known);
    Optional<String> feature = StrictYaml.read(bytes, findings).map(reader::document);
    if (feature.isEmpty() && findings.none()) {
      findings.add(Place.START, "the plan is empty");
    }
    List<Plan.Unit> units = reader.linked();
    return findings.none()
        ? new Result(new Plan(feature.orElse(""), units, reader.capacities), ImmutableList.of())
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
    units.values().forEach(unit -> new UnitReferences(units, known.outside, findings).check(unit));
    parts = new Parts(units, handed);
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
    Map<String, Integer> all =
        new LinkedHashMap<>(known.capacities == null ? Map.of() : known.capacities);
    all.putAll(capacities);
    ResourceReader reader = new ResourceReader(findings);
    for (Draft unit : units.values()) {
      reader.check(
          unit.needs().takes().resources().stream()
              .filter(each -> known.capacities != null || all.containsKey(each.name().text()))
              .toList(),
          all);
    }
  }

  private void units(Fields plan) {
    UnitReader reader = new UnitReader(findings, known.stored);
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
    SchemaReader reader = new SchemaReader(findings, known.stored, known.files);
    ImmutableList.Builder<Plan.Unit> linked = ImmutableList.builder();
    for (Draft unit : units.values()) {
      Map<String, SchemaSource> schemas = new LinkedHashMap<>();
      HandedOver.schemas(unit)
          .forEach(
              (artifact, said) -> {
                SchemaSource schema = reader.read(artifact, said, handed::left);
                if (schema != null) {
                  schemas.put(artifact, schema);
                }
              });
      if (findings.none()) {
        linked.add(new Plan.Unit(node(unit, inPlan), unit.task(), unit.checks(), schemas));
      }
    }
    return linked.build();
  }

  private PlanNode node(Draft unit, Comparator<String> inPlan) {
    String id = unit.id().text();
    return new PlanNode(
        id,
        needs.getOrDefault(id, Set.of()).stream().sorted(inPlan).toList(),
        unit.weight(),
        parts.rules(unit),
        unit.outputs().stream().map(ArtifactReader.Output::name).toList(),
        handed.inputs(unit).map(input -> input.at().text()).distinct().toList(),
        parts.files(unit).stream().map(Glob::toString).toList(),
        unit.needs().takes().demand());
  }
}
