package dev.aidp.testkit.kill;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.UnusableException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** The process that is killed: starts the feature, or goes on with it, and exits as it ended. */
final class OneFeature {

  static final String ID = "killed";

  private OneFeature() {}

  /**
   * Takes the repository, the agent's command, the engine, the Temporal target and, where there is
   * one, the hub and what the names of the queues end with.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> all = List.of(arguments);
    AidpOptions options = options(all.get(3), all.subList(4, all.size()));
    try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
      RunView view = start(aidp, arguments[1], arguments[2]).ended().get();
      System.out.println(view);
      exit(view.exitCode());
    } catch (ExecutionException e) {
      interrupted(e.getCause());
    } catch (UnusableException e) {
      interrupted(e);
    }
  }

  static AidpOptions options(String target, List<String> hub) {
    return hub.isEmpty()
        ? AidpOptions.defaults().at(target, null)
        : OneHost.options(hub.get(0), target, hub.get(1));
  }

  private static void interrupted(Throwable why) {
    why.printStackTrace(System.out);
    exit(why instanceof UnusableException ? 5 : 1);
  }

  private static void exit(int code) {
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static RunHandle start(Aidp aidp, String command, String engine) {
    return aidp.start(
        FeatureRequest.of("A feature to be killed")
            .plan(PlanSource.text(String.valueOf(KillFeature.setting().plan())))
            .with(KillFeature.setting().settings(command)),
        StartOptions.id(ID).on(engine));
  }
}
