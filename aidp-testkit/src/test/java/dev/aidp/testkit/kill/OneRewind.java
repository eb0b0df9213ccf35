package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;

/** The process that is killed between the word that goes back, or branches off, and its run. */
final class OneRewind {

  private OneRewind() {}

  /** Takes the repository, the Temporal target, the run, and the id of a fork or nothing. */
  public static void main(String[] arguments) {
    AidpOptions options = AidpOptions.defaults().at(arguments[1], null);
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
      RunHandle run = aidp.run(arguments[2]);
      if (arguments[3].isEmpty()) {
        System.out.println(run.rollback("1").text());
        Runtime.getRuntime().halt(9);
      }
      Stage.end(run.fork("1", StartOptions.id(arguments[3]), settings -> settings));
    }
  }
}
