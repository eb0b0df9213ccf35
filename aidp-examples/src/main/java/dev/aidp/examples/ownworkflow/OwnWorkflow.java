package dev.aidp.examples.ownworkflow;

import dev.aidp.Aidp;
import dev.aidp.AidpOptions;
import dev.aidp.RunStart;
import dev.aidp.examples.ownworkflow.AnnouncedChangeWorkflow.Announced;
import dev.aidp.examples.ownworkflow.AnnouncedChangeWorkflow.Change;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import java.nio.file.Path;
import java.util.List;

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

  static Announced announced(
      Path repository, String agent, String engineName, AidpOptions options) {
    // tag::own[]
    Aidp.Extensions extensions =
        new Aidp.Extensions(
            List.of(AnnouncedChange.definition()),
            List.of(new NewsFile(repository.resolve(".aidp/news"))));
    RunSettings settings = RunSettings.of(agent, new Check("greets", "grep -q hello greeting.txt"));

    try (Aidp aidp = Aidp.open(repository, options, extensions)) {
      aidp.work(engineName); // from here on this process works for that engine
      Engine engine = aidp.engine(engineName);
      RunStart loop = RunStart.loop("Write a greeting.", settings).withId(ID);
      Change change = new Change(aidp.loopWork(loop), "A greeting");

      engine.start(ID, AnnouncedChangeWorkflow.class, run -> run.run(change));

      return engine.result(ID, Announced.class).join().orThrow();
    }
    // end::own[]
  }
}
