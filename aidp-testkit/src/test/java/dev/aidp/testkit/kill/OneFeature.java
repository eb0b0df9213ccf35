package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.AidpOptions;
import dev.aidp.RunStart;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.view.RunView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** The process that is killed: starts the feature, or goes on with it, and exits as it ended. */
final class OneFeature {

  static final String ID = "killed";

  private OneFeature() {}

  /** Takes the repository, the agent's command, the engine and the Temporal target. */
  public static void main(String[] arguments) throws Exception {
    AidpOptions options = AidpOptions.defaults().at(arguments[3], null);
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
      RunView view = aidp.start(start(arguments[1], arguments[2])).ended().get();
      System.out.println(view);
      exit(view.exitCode());
    } catch (ExecutionException e) {
      interrupted(e.getCause());
    } catch (UnusableException e) {
      interrupted(e);
    }
  }

  private static void interrupted(Throwable why) {
    why.printStackTrace(System.out);
    exit(why instanceof UnusableException ? 5 : 1);
  }

  private static void exit(int code) {
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static RunStart start(String command, String engine) {
    String plan = KillFeature.setting().plan();
    return new RunStart(
        RunStart.Kind.FEATURE,
        ID,
        "A feature to be killed",
        new RunStart.PlanFile("plan.yml", plan.getBytes(StandardCharsets.UTF_8)),
        "HEAD",
        null,
        KillFeature.setting().settings(command),
        engine);
  }
}
