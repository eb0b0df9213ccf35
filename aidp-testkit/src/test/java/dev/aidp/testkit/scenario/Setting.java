package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.Plan;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Approval;
import dev.aidp.run.Baseline;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Limits;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario's run is started with. Immutable.
 *
 * @param plan its plan, or null to ask the planner
 * @param run everything else, but for the agents
 * @param chain names for each of whom the scripted agent plays, one after the other where one
 *     cannot go on; or none: it is a plain command. It finds its name as {@code $AGENT}
 * @param inProcess whether those of the chain are code of this process, not commands
 * @param branches for a run that merges branches: the files of each, by its name; else none
 */
public record Setting(
    @Nullable String plan,
    RunSettings run,
    List<String> chain,
    boolean inProcess,
    Map<String, Map<String, String>> branches) {

  /** The names of agents that may be code of this process. */
  public static final ImmutableList<String> IN_PROCESS = ImmutableList.of("one", "two");

  private static final RunSettings USUAL =
      RunSettings.of(
          ImmutableMap.of(),
          ImmutableList.of(new Check("there", "test -e README.md")),
          Limits.defaults());

  /** Copies the collections. */
  public Setting {
    chain = ImmutableList.copyOf(chain);
    branches = ImmutableMap.copyOf(branches);
  }

  /**
   * Returns a run with these {@code units:} as its plan, the usual limits, and a check that is
   * always green.
   */
  public static Setting plan(String units) {
    String plan = "feature: A sample feature\n" + units;
    return new Setting(plan, USUAL, ImmutableList.of(), false, ImmutableMap.of());
  }

  /** Returns a run with this plan, the usual limits, and a check that is always green. */
  public static Setting plan(Plan made) {
    return new Setting(made.yaml(), USUAL, ImmutableList.of(), false, ImmutableMap.of());
  }

  /** Returns a run that asks its planner. */
  public static Setting unplanned() {
    return new Setting(null, USUAL, ImmutableList.of(), false, ImmutableMap.of());
  }

  /** Returns a run that merges {@code branches}, each with its files, into {@code release}. */
  public static Setting merge(Map<String, Map<String, String>> branches) {
    return new Setting(null, USUAL, ImmutableList.of(), false, branches);
  }

  /** Returns a copy whose agents may have {@code action} done between two turns. */
  public Setting unit(String name, UnitAction action) {
    return run(
        run.withUnits(
            ImmutableMap.<String, UnitAction>builder()
                .putAll(run.units())
                .put(name, action)
                .build()));
  }

  /** Returns a copy whose run is started with {@code other}. */
  public Setting run(RunSettings other) {
    return new Setting(plan, other, chain, inProcess, branches);
  }

  /** Returns a copy whose units join so. */
  public Setting strategy(Strategy other) {
    return run(run.withMerging(run.merging().withStrategy(other)));
  }

  /** Returns a copy without any check. */
  public Setting unchecked() {
    return run(run.withChecks(ImmutableList.of()));
  }

  /** Returns a copy with one more check. */
  public Setting check(String name, String command) {
    return check(new Check(name, command));
  }

  /** Returns a copy with one more check. */
  public Setting check(Check check) {
    return run(
        run.withChecks(ImmutableList.<Check>builder().addAll(run.checks()).add(check).build()));
  }

  /** Returns a copy with other limits. */
  public Setting limits(Limits other) {
    return run(run.withLimits(other));
  }

  /** Returns a copy with so many further attempts after failures of this class. */
  public Setting retries(FailureKind kind, int count) {
    return limits(run.limits().withFurther(run.limits().further().with(kind, count)));
  }

  /** Returns a copy that gives a unit up after this many iterations. */
  public Setting maxIterations(int n) {
    return limits(run.limits().withMaxIterations(n));
  }

  /** Returns a copy that is content with this share of the units, in percent. */
  public Setting minSuccess(int percent) {
    return run(run.withMerging(run.merging().withMinSuccess(new MinSuccess(percent, true))));
  }

  /** Returns a copy that treats work outside a unit's files so. */
  public Setting claims(Claims other) {
    return run(run.withClaims(other));
  }

  /** Returns a copy whose units may change this. */
  public Setting guards(DiffGuards guards) {
    return run(run.withDiff(guards));
  }

  /** Returns a copy that treats a check that is red before any work so. */
  public Setting baseline(Baseline other) {
    return run(run.withBaseline(other));
  }

  /** Returns a copy that sends guilty units back to their agents so often. */
  public Setting rework(int times) {
    return run(run.withMerging(run.merging().withRework(times)));
  }

  /** Returns a copy that does all itself, whatever earlier runs have finished. */
  public Setting anew() {
    return run(run.withMerging(run.merging().withReuse(false)));
  }

  /** Returns a copy whose agents are a chain of these names. */
  public Setting chain(String... names) {
    return new Setting(plan, run, ImmutableList.copyOf(names), false, branches);
  }

  /** Returns a copy whose agents are a chain of these names, which are code of this process. */
  public Setting inProcess(String... names) {
    return new Setting(plan, run, ImmutableList.copyOf(names), true, branches);
  }

  /** Returns a copy whose plan a person must approve. */
  public Setting planApproved() {
    return run(run.withApprovals(ImmutableList.of(Approval.PLAN)));
  }

  /** Returns a copy with at most so many levels of features within the feature. */
  public Setting depth(int levels) {
    return run(run.withGuards(run.guards().withDepth(levels)));
  }

  /** Returns a copy whose merge a person must approve. */
  public Setting approved() {
    return run(run.withApprovals(ImmutableList.of(Approval.MERGE)));
  }

  /** Returns a copy whose work is reviewed before it is done. */
  public Setting reviewed() {
    return run(run.withAgents(ImmutableMap.of(Role.REVIEWER, AgentChain.command("true"))));
  }

  /** Returns the settings of a run whose coder, planner and resolver are {@code command}. */
  public RunSettings settings(String command) {
    AgentChain agents =
        chain.isEmpty()
            ? AgentChain.command(command)
            : new AgentChain(
                chain.stream()
                    .map(
                        name ->
                            inProcess
                                ? AgentChoice.provider(name)
                                : AgentChoice.command("export AGENT=" + name + "; " + command))
                    .toList());
    ImmutableMap.Builder<Role, AgentChain> roles = ImmutableMap.builder();
    Stream.of(Role.values())
        .filter(role -> role != Role.REVIEWER || run.agent(role) != null)
        .forEach(role -> roles.put(role, agents));
    return run.withAgents(roles.buildOrThrow());
  }
}
