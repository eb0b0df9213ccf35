package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;

/** The process that is killed while its agent waits for an answer, or its reviewer reads. */
final class OneTalk {

  static final String ID = "talk";

  private OneTalk() {}

  /** Takes the repository, the command of all agents, the engine and the target. */
  public static void main(String[] arguments) throws Exception {
    AidpOptions options = AidpOptions.defaults().at(arguments[3], null);
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
      var request =
          WorkLoopRequest.of("Write it.")
              .with(Setting.unplanned().reviewed().settings(arguments[1]));
      RunView view = aidp.start(request, StartOptions.id(ID).on(arguments[2])).ended().get();
      System.out.println(view);
      System.out.flush();
      Runtime.getRuntime().halt(view.exitCode());
    }
  }
}
