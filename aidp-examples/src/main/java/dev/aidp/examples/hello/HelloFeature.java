package dev.aidp.examples.hello;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
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
      var request =
          WorkLoopRequest.of("Write a greeting.")
              .agentCommand(agent)
              .check("greets", "grep -q hello greeting.txt");

      var run = aidp.start(request, StartOptions.id("hello"));

      return run.ended().join(); // kill the process here: the same program goes on where it was
    }
    // end::hello[]
  }
}
