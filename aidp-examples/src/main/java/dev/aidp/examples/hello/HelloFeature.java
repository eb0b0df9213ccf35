package dev.aidp.examples.hello;

import dev.aidp.Aidp;
import dev.aidp.AidpOptions;
import dev.aidp.RunStart;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;

/**
 * One task by one agent until its check is green, from Java: the smallest program that embeds Aidp.
 */
public final class HelloFeature {

  private HelloFeature() {}

  /** Runs the agent {@code args[1]}, a command, on the repository {@code args[0]}. */
  public static void main(String[] args) {
    System.out.println(greeting(Path.of(args[0]), args[1]));
  }

  static RunView greeting(Path repository, String agent) {
    // tag::hello[]
    try (Aidp aidp = Aidp.open(repository, AidpOptions.defaults())) {
      var greets = new Check("greets", "grep -q hello greeting.txt");
      var settings = RunSettings.of(agent, greets);

      var run = aidp.start(RunStart.loop("Write a greeting.", settings).withId("hello"));

      return run.ended().join(); // kill the process here: the same program goes on where it was
    }
    // end::hello[]
  }
}
