package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import java.nio.file.Path;

/** The process that is killed: starts a workflow of its own. */
final class OneOwnRun {

  static final String ID = "own";

  private OneOwnRun() {}

  /** Takes the repository, the engine and the Temporal target. */
  public static void main(String[] arguments) throws Exception {
    try (Aidp aidp = open(Path.of(arguments[0]), arguments[2], new RecordedSteps())) {
      aidp.start(ToyWorkflow.class, ID, arguments[1], toy -> toy.run("you")).ended().get();
    }
  }

  static Aidp open(Path repository, String target, RecordedSteps steps) {
    return Aidp.open(
        repository,
        AidpOptions.defaults().at(target, null),
        Extensions.none()
            .workflow(Toy.run(OneOwnRun::greets, OneOwnRun::answers))
            .activities(steps));
  }

  /** Takes a step, and another one once it hears so. */
  private static String answers(Toy toy, String text) {
    String begun = toy.command("begun").echo(text);
    toy.write(text);
    toy.awaitHearing("on");
    return begun + toy.command("ended").echo("!");
  }

  private static void greets(Toy toy) {
    toy.write(toy.command("first").echo("hello " + toy.input()));
    toy.awaitHearing("go");
    toy.write(toy.command("second").echo("bye"));
  }
}
