package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Check;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction;
import dev.aidp.workflow.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a unit while a {@link Plan} is made: the keys of a plan in YAML by their names in
 * Java. What is said twice adds up where there may be several, else the last one counts. Used by
 * one thread.
 *
 * <pre>{@code
 * Plan plan =
 *     Plan.of("Add CSV export")
 *         .unit("model", unit -> unit.task("Add the row model.").files("src/model/**"))
 *         .unit("writer", unit -> unit.task("Write the rows.").dependsOn("model").retries(1))
 *         .build();
 * }</pre>
 */
public final class PlanUnit {

  private final String id;
  private final List<String> files = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final Set<String> dependsOn = new LinkedHashSet<>();
  private final Set<String> inputs = new LinkedHashSet<>();
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, SchemaSource> schemas = new LinkedHashMap<>();
  private String task = "";
  private Step.Weight weight = Step.Weight.STANDARD;
  private boolean required = true;
  private @Nullable Integer retries;
  private boolean allowNoChange;
  private @Nullable Strategy strategy;
  private boolean separateChecks;
  private @Nullable UnitAction action;
  private PlanNode.@Nullable IfNeedsFail ifNeedsFail;
  private boolean divides;
  private @Nullable String partOf;
  private @Nullable Duration estimate;
  private final Map<String, Integer> resources = new LinkedHashMap<>();

  PlanUnit(String id) {
    this.id = id;
  }

  /** Says what its agent is told; must be said. */
  public PlanUnit task(String text) {
    task = text;
    return this;
  }

  /** Says what it claims to write, as globs from the top of the repository. */
  public PlanUnit files(String... globs) {
    files.addAll(List.of(globs));
    return this;
  }

  /** Says how much work it is; {@link Step.Weight#STANDARD} else. */
  public PlanUnit weight(Step.Weight other) {
    weight = other;
    return this;
  }

  /** Says which artifacts it must leave. */
  public PlanUnit outputs(String... names) {
    outputs.addAll(List.of(names));
    return this;
  }

  /** Says that it must leave this artifact, and which JSON Schema that must satisfy. */
  public PlanUnit output(String name, SchemaSource schema) {
    outputs.add(name);
    schemas.put(name, schema);
    return this;
  }

  /** Says which units must be done before. */
  public PlanUnit dependsOn(String... units) {
    dependsOn.addAll(List.of(units));
    return this;
  }

  /** Says which artifacts of other units it gets, as {@code UNIT/NAME}; it depends on them then. */
  public PlanUnit inputs(String... artifacts) {
    inputs.addAll(List.of(artifacts));
    return this;
  }

  /**
   * Says that it gets this artifact of another unit, {@code UNIT/NAME}, and which JSON Schema that
   * must satisfy before it starts.
   */
  public PlanUnit input(String artifact, SchemaSource schema) {
    inputs.add(artifact);
    schemas.put(artifact, schema);
    return this;
  }

  /** Says that the feature may do without it. */
  public PlanUnit optional() {
    required = false;
    return this;
  }

  /** Says how many further attempts it has; as many as the run says else. */
  public PlanUnit retries(int count) {
    retries = count;
    return this;
  }

  /** Says that it may leave everything as it was. */
  public PlanUnit allowNoChange() {
    allowNoChange = true;
    return this;
  }

  /** Says how it joins the result branch; as the run says else. */
  public PlanUnit strategy(Strategy other) {
    strategy = other;
    return this;
  }

  /** Says that each turn is recorded before its checks begin, as a step of their own. */
  public PlanUnit separateChecks() {
    separateChecks = true;
    return this;
  }

  /**
   * Says that no agent works, but this command for {@code sh -c}; it may leave everything as it
   * was.
   */
  public PlanUnit command(String command) {
    action = UnitAction.run(command);
    return this;
  }

  /** Says that it waits until this command exits 0; no place is held between two looks. */
  public PlanUnit until(String command, UnitAction.Poll poll) {
    action = UnitAction.until(command, poll);
    return this;
  }

  /** Says what becomes of it where what it needs has failed; it is skipped else. */
  public PlanUnit ifNeedsFail(PlanNode.IfNeedsFail what) {
    ifNeedsFail = what;
    return this;
  }

  /**
   * Says that it is a feature by itself: once it may start, a planner divides it into parts; when
   * these are done, it is what they come to together. It may leave everything as it was.
   */
  public PlanUnit feature() {
    divides = true;
    return this;
  }

  /** Says that it is a part of {@code unit}, which is a {@link #feature} by itself. */
  public PlanUnit partOf(String unit) {
    partOf = unit;
    return this;
  }

  /** Says how long it is expected to run. */
  public PlanUnit estimate(Duration time) {
    estimate = time;
    return this;
  }

  /**
   * Says how much it takes, while it runs, of what there is only so much of: see {@link
   * Plan.Builder#capacity}.
   */
  public PlanUnit resource(String name, int amount) {
    resources.put(name, amount);
    return this;
  }

  /** Adds a command that must exit 0 on its tree, besides the run's checks. */
  public PlanUnit check(String name, String command) {
    return check(new Check(name, command));
  }

  /** Adds a check of its own, besides the run's. */
  public PlanUnit check(Check check) {
    checks.add(check);
    return this;
  }

  private PlanNode.@Nullable Nesting nesting(List<PlanUnit> all) {
    List<String> parts =
        all.stream().filter(each -> id.equals(each.partOf)).map(each -> each.id).toList();
    return divides || partOf != null ? new PlanNode.Nesting(divides, partOf, parts) : null;
  }

  /**
   * Returns it as one of {@code all}: an input implies a dependency on its producer, and a schema
   * that is an artifact is an input.
   */
  Plan.Unit in(List<PlanUnit> all) {
    Set<String> gets = new LinkedHashSet<>(inputs);
    schemas.values().stream()
        .filter(SchemaSource.OfArtifact.class::isInstance)
        .map(SchemaSource::shown)
        .forEach(gets::add);
    Set<String> before = new LinkedHashSet<>(dependsOn);
    gets.stream()
        .filter(input -> input.indexOf('/') > 0)
        .map(input -> input.substring(0, input.indexOf('/')))
        .filter(unit -> all.stream().anyMatch(other -> other.id.equals(unit)))
        .forEach(before::add);
    Set<String> inOrder = new LinkedHashSet<>();
    all.stream().map(other -> other.id).filter(before::contains).forEach(inOrder::add);
    inOrder.addAll(before); // who is not there is found when the plan is checked
    PlanNode node =
        new PlanNode(
            id,
            ImmutableList.copyOf(inOrder),
            weight,
            new PlanNode.Rules(
                required,
                retries,
                allowNoChange || action != null || divides,
                strategy,
                separateChecks,
                action,
                ifNeedsFail,
                nesting(all)),
            outputs,
            ImmutableList.copyOf(gets),
            files,
            new PlanNode.Demand(estimate, resources));
    String words = task.isEmpty() && action != null ? action.command() : task;
    return new Plan.Unit(node, words, checks, schemas);
  }
}
