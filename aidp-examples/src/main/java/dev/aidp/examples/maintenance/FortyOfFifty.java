package dev.aidp.examples.maintenance;

import dev.aidp.Aidp;
import dev.aidp.EventSubscription;
import dev.aidp.RunEvent;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;
import java.util.List;

/** Fifty units: stopped when forty are done, gone on with by another process the next day. */
public final class FortyOfFifty {

  private static final int ALL = 50;
  private static final int ENOUGH = 40;

  private FortyOfFifty() {}

  /** Runs {@code today REPOSITORY AGENT-COMMAND}, or {@code tomorrow REPOSITORY}. */
  public static void main(String[] args) {
    try (Aidp aidp = Aidp.open(Path.of(args[1]), AidpOptions.defaults())) {
      RunView view = args[0].equals("today") ? today(aidp, args[2]) : tomorrow(aidp);
      System.out.println(view.state() + ", done: " + view.progress().completed());
    }
  }

  private static RunView today(Aidp aidp, String agent) {
    Plan.Builder plan = Plan.of("Fifty small changes");
    for (int n = 1; n <= ALL; n++) {
      plan.unit("change-" + n, "Make change " + n + ".");
    }
    FeatureRequest request =
        FeatureRequest.of("Fifty small changes")
            .plan(plan.build())
            .agentCommand(agent)
            .check("whole", "test ! -e broken.txt");
    // tag::stop[]
    RunHandle run = aidp.start(request, StartOptions.id("fifty"));
    try (EventSubscription events =
        run.events(
            RunEvent.BEGINNING,
            event -> {
              if (run.wholeCheckpoints().size() >= ENOUGH) {
                run.cancel(); // its agents end; what is done stays
              }
            })) {
      return run.ended().join();
    }
    // end::stop[]
  }

  private static RunView tomorrow(Aidp aidp) {
    // tag::on[]
    RunHandle run = aidp.run("fifty");
    run.retry(List.of()); // all that was not done
    run.adopt();
    return run.ended().join();
    // end::on[]
  }
}
