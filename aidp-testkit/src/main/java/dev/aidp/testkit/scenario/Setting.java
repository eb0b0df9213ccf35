package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Approval;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario's run is started with.
 *
 * @param plan its plan, or null to ask the planner
 * @param checks what must be green
 * @param limits when it gives up
 * @param minSuccess what makes a partial result
 * @param claims what follows on work outside a unit's files
 * @param merging how hard the merge tries
 * @param chain names for each of whom the scripted agent plays, one after the other where one
 *     cannot go on; or none: it is a plain command. It finds its name as {@code $AGENT}
 * @param approvals what a person must approve
 */
public record Setting(
    @Nullable String plan,
    List<Check> checks,
    Limits limits,
    MinSuccess minSuccess,
    Claims claims,
    Merging merging,
    List<String> chain,
    List<Approval> approvals) {

  private static final ImmutableList<Check> GREEN =
      ImmutableList.of(new Check("there", "test -e README.md"));

  /** Copies the collections. */
  public Setting {
    checks = ImmutableList.copyOf(checks);
    chain = ImmutableList.copyOf(chain);
    approvals = ImmutableList.copyOf(approvals);
  }

  /**
   * Returns a run with these {@code units:} as its plan, the usual limits, and a check that is
   * always green.
   */
  public static Setting plan(String units) {
    return new Setting(
        "feature: A sample feature\n" + units,
        GREEN,
        Limits.defaults(),
        MinSuccess.defaults(),
        Claims.WARN,
        Merging.defaults(),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** Returns a run that asks its planner. */
  public static Setting unplanned() {
    return new Setting(
        null,
        GREEN,
        Limits.defaults(),
        MinSuccess.defaults(),
        Claims.WARN,
        Merging.defaults(),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** Returns a copy without any check. */
  public Setting unchecked() {
    return new Setting(
        plan, ImmutableList.of(), limits, minSuccess, claims, merging, chain, approvals);
  }

  /** Returns a copy with one more check. */
  public Setting check(String name, String command) {
    List<Check> more =
        ImmutableList.<Check>builder().addAll(checks).add(new Check(name, command)).build();
    return new Setting(plan, more, limits, minSuccess, claims, merging, chain, approvals);
  }

  /** Returns a copy with other limits. */
  public Setting limits(Limits other) {
    return new Setting(plan, checks, other, minSuccess, claims, merging, chain, approvals);
  }

  /** Returns a copy that gives a unit up after this many iterations. */
  public Setting maxIterations(int n) {
    return limits(
        new Limits(
            n,
            limits.retries(),
            limits.maxParallel(),
            limits.agentTimeout(),
            limits.checkTimeout(),
            limits.runTimeout()));
  }

  /** Returns a copy that is content with this share of the units, in percent. */
  public Setting minSuccess(int percent) {
    return new Setting(
        plan, checks, limits, new MinSuccess(percent, true), claims, merging, chain, approvals);
  }

  /** Returns a copy that treats work outside a unit's files so. */
  public Setting claims(Claims other) {
    return new Setting(plan, checks, limits, minSuccess, other, merging, chain, approvals);
  }

  /** Returns a copy that sends guilty units back to their agents so often. */
  public Setting rework(int times) {
    Merging more = new Merging(times, merging.resolverScope());
    return new Setting(plan, checks, limits, minSuccess, claims, more, chain, approvals);
  }

  /** Returns a copy whose agents are a chain of these names. */
  public Setting chain(String... names) {
    return new Setting(
        plan, checks, limits, minSuccess, claims, merging, ImmutableList.copyOf(names), approvals);
  }

  /** Returns a copy whose merge a person must approve. */
  public Setting approved() {
    return new Setting(
        plan, checks, limits, minSuccess, claims, merging, chain, ImmutableList.of(Approval.MERGE));
  }

  /** Returns the settings of a run whose coder, planner and resolver are {@code command}. */
  public RunSettings settings(String command) {
    AgentChain agents =
        chain.isEmpty()
            ? AgentChain.command(command)
            : new AgentChain(
                chain.stream()
                    .map(name -> AgentChoice.command("export AGENT=" + name + "; " + command))
                    .toList());
    return new RunSettings(
            ImmutableMap.of(Role.CODER, agents, Role.PLANNER, agents, Role.RESOLVER, agents),
            checks,
            limits,
            Strategy.MERGE,
            minSuccess,
            claims)
        .withMerging(merging)
        .withApprovals(approvals);
  }
}
