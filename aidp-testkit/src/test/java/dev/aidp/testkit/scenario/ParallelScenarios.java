package dev.aidp.testkit.scenario;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.run.Tuning;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.util.List;
import java.util.function.Function;

/** How many units of a run are at work at a time. */
final class ParallelScenarios {

  private static final List<String> HEAVY = ImmutableList.of("h1", "h2", "h3");
  private static final List<String> STANDARD = ImmutableList.of("s1", "s2", "s3", "s4", "s5", "s6");
  private static final List<String> ALL =
      ImmutableList.<String>builder().addAll(HEAVY).addAll(STANDARD).build();

  private ParallelScenarios() {}

  static List<Scenario> all() {
    return ImmutableList.of(asManyAsAllowed());
  }

  /** More of each class than a process has places for unless a run asks for more. */
  private static Scenario asManyAsAllowed() {
    String units =
        each(HEAVY, id -> "  - {id: %s, task: Work hard., class: heavyweight}\n".formatted(id))
            + each(STANDARD, id -> "  - {id: %s, task: Work.}\n".formatted(id));
    Setting setting = Setting.plan("units:\n" + units);
    return new Scenario(
        "as many units at work as the run allows",
        setting.limits(setting.run().limits().with(new Tuning(ALL.size() - 1, null))),
        agent -> ALL.forEach(id -> agent.coder(id, work(agent, id))),
        ParallelScenarios::count,
        "completed, exit 0\n"
            + each(ALL, id -> id + " merged, attempt 1, iteration 1\n")
            + "joined: "
            + String.join(", ", ALL)
            + "\n"
            + each(ALL, id -> id + ".txt: work of " + id + "\n")
            + each(ALL, id -> "coder/" + id + "/1/1\n"));
  }

  private static Act work(ScriptedAgent agent, String id) {
    return Act.complete().shell("echo \"work of $unit\" > \"$unit.txt\"").waitingAt(agent.gate(id));
  }

  private static void count(RunHandle run, ScriptedAgent agent) {
    ALL.subList(0, ALL.size() - 1).forEach(id -> agent.gate(id).awaitReached());
    if (agent.living().size() != ALL.size() - 1) {
      throw new AssertionError("Not as many as allowed: " + agent.living());
    }
    run.tune(new Tuning(ALL.size(), null));
    Await.until(() -> agent.living().size() == ALL.size(), "the last one, which is allowed now");
    ALL.stream().map(agent::gate).forEach(Gate::open);
  }

  private static String each(List<String> ids, Function<String, String> line) {
    return ids.stream().map(line).collect(joining());
  }
}
