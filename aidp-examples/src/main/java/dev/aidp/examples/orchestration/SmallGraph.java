package dev.aidp.examples.orchestration;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;

/** C needs A and B, E needs C and D: A, B and D run side by side, then C, then E. */
public final class SmallGraph {

  private SmallGraph() {}

  /** Runs the agent {@code args[1]}, a command, on the repository {@code args[0]}. */
  public static void main(String[] args) {
    RunView run = run(Path.of(args[0]), args[1]);
    run.units().forEach(unit -> System.out.println(unit.id() + " " + unit.times().startedAt()));
  }

  static RunView run(Path repository, String agent) {
    // tag::graph[]
    Plan plan =
        Plan.of("A small graph")
            .unit("a", "Do A.")
            .unit("b", "Do B.")
            .unit("c", unit -> unit.task("Do C.").dependsOn("a", "b"))
            .unit("d", "Do D.")
            .unit("e", unit -> unit.task("Do E.").dependsOn("c", "d"))
            .build();
    try (Aidp aidp = Aidp.open(repository, AidpOptions.defaults())) {
      var request = FeatureRequest.of("A small graph").plan(plan).agentCommand(agent);
      return aidp.start(request, StartOptions.id("graph")).ended().join();
    }
    // end::graph[]
  }
}
