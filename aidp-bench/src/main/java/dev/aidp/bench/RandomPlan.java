package dev.aidp.bench;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A plan of trivial units in a random graph; the same seed gives the same plan. */
public record RandomPlan(long seed, int units) {

  private static final int MOST_DEPENDENCIES = 2;
  private static final int REACH = 20; // a unit depends on near ones, as in plans that people write

  String text() {
    Random random = new Random(seed);
    StringBuilder plan = new StringBuilder("feature: Many trivial units\nunits:\n");
    for (int unit = 0; unit < units; unit++) {
      plan.append("  - {id: ").append(name(unit)).append(", task: Write a file., depends_on: ");
      plan.append(dependencies(random, unit)).append("}\n");
    }
    return plan.toString();
  }

  /** Returns the same as it is once it has been read. */
  public PlanGraph graph() {
    Random random = new Random(seed);
    List<PlanNode> nodes = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      nodes.add(PlanNode.of(name(unit), dependencies(random, unit).toArray(String[]::new)));
    }
    return new PlanGraph("Many trivial units", nodes);
  }

  private static Set<String> dependencies(Random random, int unit) {
    Set<String> names = new LinkedHashSet<>();
    for (int n = random.nextInt(MOST_DEPENDENCIES + 1); n > 0 && unit > 0; n--) {
      names.add(name(unit - 1 - random.nextInt(Math.min(unit, REACH))));
    }
    return names; // prints as a list of YAML
  }

  private static String name(int unit) {
    return "u%03d".formatted(unit);
  }
}
