package dev.aidp.examples.orchestration;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;

/** A and B write the same file, C does not: A and B run one after the other, C beside them. */
public final class SharedFile {

  private SharedFile() {}

  /** Runs the agent {@code args[1]}, a command, on the repository {@code args[0]}. */
  public static void main(String[] args) {
    RunView run = run(Path.of(args[0]), args[1]);
    run.units().forEach(unit -> System.out.println(unit.id() + " " + unit.times().startedAt()));
  }

  static RunView run(Path repository, String agent) {
    Plan plan =
        Plan.of("Two units share a file")
            .unit("a", unit -> unit.task("Add A to the list.").files("list.txt", "a/**"))
            .unit("b", unit -> unit.task("Add B to the list.").files("list.txt", "b/**"))
            .unit("c", unit -> unit.task("Do C.").files("c/**"))
            .build();
    try (Aidp aidp = Aidp.open(repository, AidpOptions.defaults())) {
      var request = FeatureRequest.of("Two units share a file").plan(plan).agentCommand(agent);
      return aidp.start(request, StartOptions.id("shared")).ended().join();
    }
  }
}
