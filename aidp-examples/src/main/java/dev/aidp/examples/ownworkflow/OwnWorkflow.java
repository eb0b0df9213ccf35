package dev.aidp.examples.ownworkflow;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.TypedHandle;
import dev.aidp.examples.ownworkflow.AnnouncedChangeWorkflow.Announced;
import dev.aidp.examples.ownworkflow.AnnouncedChangeWorkflow.Change;
import dev.aidp.options.AidpOptions;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;

/** Runs a workflow of its own beside Aidp's. */
public final class OwnWorkflow {

  private static final String ID = "greeting";

  private OwnWorkflow() {}

  /**
   * Runs the agent {@code args[1]}, a command, on the repository {@code args[0]}, on the native
   * engine or on the Temporal service at {@code args[2]}.
   */
  public static void main(String[] args) {
    boolean served = args.length > 2;
    AidpOptions options = AidpOptions.defaults();
    System.out.println(
        announced(
            Path.of(args[0]),
            args[1],
            served ? "temporal" : "native",
            served ? options.at(args[2], null) : options));
  }

  static Announced announced(Path repository, String agent, String engine, AidpOptions options) {
    // tag::own[]
    Extensions extensions =
        Extensions.none()
            .workflow(AnnouncedChangeWorkflow.class, AnnouncedChange::new)
            .activities(new NewsFile(repository.resolve(".aidp/news")));
    WorkLoopRequest loop =
        WorkLoopRequest.of("Write a greeting.")
            .into("aidp/greeting")
            .agentCommand(agent)
            .check("greets", "grep -q hello greeting.txt");
    Change change = new Change(loop, "A greeting");

    try (Aidp aidp = Aidp.open(repository, options, extensions)) {
      TypedHandle<Announced> run =
          aidp.start(AnnouncedChangeWorkflow.class, ID, engine, flow -> flow.run(change));

      return run.result().join(); // killed here? The same program goes on
    }
    // end::own[]
  }
}
