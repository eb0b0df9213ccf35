package dev.aidp.activities.plan;

import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanNode;
import dev.aidp.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the planner of one unit of a plan is told of the rest. Pure; bounded. */
final class Surroundings {

  /** Enough others to know where one's own work ends. */
  private static final int OTHERS = 40;

  /** Enough of each, in characters. */
  private static final int TASK = 160;

  private Surroundings() {}

  /** Returns what the planner of {@code unit} is told. */
  static String of(Plan plan, PlanNode unit) {
    List<String> said = new ArrayList<>();
    said.add(
        "This is one part of a larger feature: %s. Plan this part alone."
            .formatted(Excerpt.start(plan.feature().strip(), TASK)));
    List<Plan.Unit> others =
        plan.units().stream().filter(each -> !each.node().id().equals(unit.id())).toList();
    if (!others.isEmpty()) {
      said.add(
          "The rest is done by others, so that nothing of it is to be planned:\n"
              + others.stream()
                  .limit(OTHERS)
                  .map(each -> "- " + each.node().id() + ": " + words(each.task()))
                  .collect(Collectors.joining("\n"))
              + (others.size() > OTHERS
                  ? "\n- and %d more".formatted(others.size() - OTHERS)
                  : ""));
    }
    if (!unit.dependsOn().isEmpty()) {
      said.add("What these have done is there: " + String.join(", ", unit.dependsOn()) + ".");
    }
    List<String> artifacts = artifacts(plan, unit);
    if (!artifacts.isEmpty()) {
      said.add("These may be inputs of your units: " + String.join(", ", artifacts) + ".");
    }
    if (!unit.files().isEmpty()) {
      said.add(
          "Your units may write these files, a unit without `files` all of them: "
              + String.join(", ", unit.files()));
    }
    said.add("The ids of your units will have `%s-` before them.".formatted(unit.id()));
    return String.join("\n\n", said);
  }

  private static List<String> artifacts(Plan plan, PlanNode unit) {
    return plan.units().stream()
        .map(Plan.Unit::node)
        .filter(node -> unit.dependsOn().contains(node.id()))
        .flatMap(node -> node.outputs().stream().map(name -> node.id() + "/" + name))
        .toList();
  }

  private static String words(String task) {
    return Excerpt.start(task.strip().lines().findFirst().orElse(""), TASK);
  }
}
