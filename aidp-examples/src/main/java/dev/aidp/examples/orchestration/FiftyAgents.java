package dev.aidp.examples.orchestration;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;

/**
 * Fifty agents on one feature: one hits a rate limit, another one hangs. The others finish; only
 * those two are tried again, as often as the class of their failure allows.
 */
public final class FiftyAgents {

  /** Stands for an agent: it writes a file, but for what the units 23 and 47 meet at first. */
  static final String AGENT =
      """
      cat > /dev/null
      case $AIDP_UNIT_ID/$AIDP_ATTEMPT in
        unit-23/1) echo 'Rate limit exceeded. Try again in 2 seconds.' >&2; exit 1 ;;
        unit-47/1) sleep 60 ;;
      esac
      echo "$AIDP_UNIT_ID, attempt $AIDP_ATTEMPT" > "$AIDP_UNIT_ID.txt"
      echo 'STATUS: COMPLETE'
      """;

  private FiftyAgents() {}

  /** Runs it on the repository {@code args[0]}. */
  public static void main(String[] args) {
    RunView run = run(Path.of(args[0]), AGENT);
    run.units().forEach(unit -> System.out.println(unit.id() + ": " + unit.tries().attempts()));
    run.standing().failures().forEach(System.out::println);
  }

  static RunView run(Path repository, String agent) {
    // tag::fifty[]
    Plan.Builder plan = Plan.of("Fifty files");
    for (int number = 1; number <= 50; number++) {
      plan.unit("unit-%02d".formatted(number), "Write your file.");
    }
    plan.unit("index", unit -> unit.task("List them.").dependsOn("unit-23", "unit-24"));
    try (Aidp aidp = Aidp.open(repository, AidpOptions.defaults())) {
      var request =
          FeatureRequest.of("Fifty files")
              .plan(plan.build())
              .agentCommand(agent)
              .set("limits.agent_timeout", "4s")
              .set("limits.retries", 3) // at most three further attempts of a unit,
              .set("limits.retries_after.timeout", 1); // but one where its turns took too long
      return aidp.start(request, StartOptions.id("fifty")).ended().join();
    }
    // end::fifty[]
  }
}
