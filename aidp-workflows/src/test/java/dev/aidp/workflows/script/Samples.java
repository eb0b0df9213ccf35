package dev.aidp.workflows.script;

import dev.aidp.feature.FeatureWork;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Baseline;
import dev.aidp.run.Check;
import dev.aidp.run.Instruction;
import dev.aidp.run.Limits;
import dev.aidp.run.Priority;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.workflow.Step;
import dev.aidp.workloop.UnitWork;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Requests as small as they can be. */
public final class Samples {

  private Samples() {}

  public static RunSettings settings() {
    Map<Role, AgentChain> agents = new EnumMap<>(Role.class);
    agents.put(Role.CODER, AgentChain.command("code"));
    agents.put(Role.PLANNER, AgentChain.command("plan"));
    agents.put(Role.RESOLVER, AgentChain.command("resolve"));
    List<Check> checks = List.of(new Check("test", "make test"));
    return RunSettings.of(agents, checks, Limits.defaults()).withBaseline(Baseline.OFF);
  }

  public static RunSettings without(Role role) {
    Map<Role, AgentChain> agents = new EnumMap<>(settings().agents());
    agents.remove(role);
    return settings().withAgents(agents);
  }

  public static UnitWork unit(PlanNode node, RunSettings settings, JoinRequest.UnitHead... needs) {
    return new UnitWork(
        "f",
        1,
        "plan",
        node,
        settings,
        new UnitWork.Into("#base", "b/" + node.id(), null),
        new UnitWork.Given(List.of(needs), List.of(), List.of()),
        UnitWork.Before.NOTHING);
  }

  public static JoinRequest.UnitHead tip(String unit, String... also) {
    String tree = also.length == 0 ? "base+" + unit : "base+" + String.join("+", also) + "+" + unit;
    return new JoinRequest.UnitHead(unit, "#" + tree);
  }

  public static PlanGraph plan(PlanNode... nodes) {
    return new PlanGraph("plan", Arrays.asList(nodes));
  }

  public static PlanNode optional(PlanNode node) {
    return new PlanNode(
        node.id(),
        node.dependsOn(),
        node.weight(),
        node.rules().withRequired(false),
        node.outputs(),
        node.inputs(),
        node.files());
  }

  public static PlanNode claiming(PlanNode node, String... files) {
    return new PlanNode(
        node.id(),
        node.dependsOn(),
        Step.Weight.STANDARD,
        node.rules(),
        node.outputs(),
        node.inputs(),
        List.of(files));
  }

  public static MergeWork merge(
      PlanGraph graph, RunSettings settings, JoinRequest.UnitHead... finished) {
    return new MergeWork(
        "f",
        1,
        graph,
        List.of(finished),
        settings,
        new MergeWork.Into("#base", "aidp/f", null, false),
        null,
        MergeWork.Known.NOTHING);
  }

  public static FeatureWork feature(RunSettings settings) {
    return new FeatureWork("f", 1, "text", "plan", settings, "#base", "aidp/f", null);
  }

  public static Instruction instruction(String id, Priority priority) {
    return new Instruction(id, "text of " + id, priority, null);
  }
}
