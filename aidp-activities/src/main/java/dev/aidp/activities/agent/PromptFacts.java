package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.agent.TurnRequest;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import java.util.List;
import java.util.Map;

/**
 * What a prompt is written from.
 *
 * @param request the turn
 * @param tasks what each unit that matters was asked to do, the turn's own first; of the planner,
 *     the feature's text
 * @param checks the unit's own checks
 * @param schemas what the unit's outputs are held against, by their names
 * @param claims globs of the files that the unit claims, or none
 * @param place where the turn is taken
 * @param diff what was done before this agent took over, as a patch; or empty
 * @param diffs for a resolver, the end of what each side of the conflict has changed, by the file
 *     below {@code in} that holds all of it
 */
record PromptFacts(
    TurnRequest request,
    Map<String, String> tasks,
    List<Check> checks,
    Map<String, SchemaSource> schemas,
    List<String> claims,
    Place place,
    String diff,
    Map<String, String> diffs) {

  /**
   * Where a turn is taken.
   *
   * @param artifacts the folder of inputs and outputs
   * @param limit what is said of the budget, or empty
   * @param guides what the project asks of agents
   */
  record Place(String artifacts, String limit, List<ProjectGuides.Guide> guides) {

    Place {
      guides = ImmutableList.copyOf(guides);
    }
  }

  /** Makes those of a unit whose outputs may hold anything. */
  PromptFacts(
      TurnRequest request,
      Map<String, String> tasks,
      List<Check> checks,
      List<String> claims,
      Place place,
      String diff,
      Map<String, String> diffs) {
    this(request, tasks, checks, ImmutableMap.of(), claims, place, diff, diffs);
  }

  PromptFacts {
    tasks = ImmutableMap.copyOf(tasks);
    checks = ImmutableList.copyOf(checks);
    schemas = ImmutableMap.copyOf(schemas);
    claims = ImmutableList.copyOf(claims);
    diffs = ImmutableMap.copyOf(diffs);
  }
}
