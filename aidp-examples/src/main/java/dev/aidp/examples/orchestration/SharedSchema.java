package dev.aidp.examples.orchestration;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.Plan;
import dev.aidp.plan.SchemaSource;
import dev.aidp.runtime.view.RunView;
import java.nio.file.Path;

/**
 * A schema that is made once serves the client and the server, which are made side by side: what
 * each of them hands over is held against it, and who breaks it is told where.
 */
public final class SharedSchema {

  /** Stands for an agent; the server takes the price for a text until it is told otherwise. */
  static final String AGENT =
      """
      cat > prompt
      case $AIDP_UNIT_ID in
        api)
          cat > "$AIDP_ARTIFACTS/out/order" <<'SCHEMA'
      {"type": "object", "required": ["id", "price"],
       "properties": {"id": {"type": "integer"}, "price": {"type": "number", "minimum": 0}}}
      SCHEMA
          ;;
        server)
          if grep -q '/price: type:' prompt; then price=9.5; else price='"9.50"'; fi
          echo "{\\"id\\": 1, \\"price\\": $price}" > "$AIDP_ARTIFACTS/out/response" ;;
        client)
          echo '{"id": 2, "price": 0}' > "$AIDP_ARTIFACTS/out/request" ;;
        contract)
          cat "$AIDP_ARTIFACTS/in/client/request" "$AIDP_ARTIFACTS/in/server/response" > orders.txt ;;
      esac
      rm prompt
      echo "iteration $AIDP_ITERATION" > "$AIDP_UNIT_ID.txt"
      echo 'STATUS: COMPLETE'
      """;

  private SharedSchema() {}

  /** Runs it on the repository {@code args[0]}. */
  public static void main(String[] args) {
    RunView run = run(Path.of(args[0]), AGENT);
    run.units().forEach(unit -> System.out.println(unit.id() + ": " + unit.tries().iterations()));
  }

  static RunView run(Path repository, String agent) {
    // tag::schema[]
    SchemaSource order = SchemaSource.artifact("api", "order");
    Plan plan =
        Plan.of("Orders")
            .unit("api", u -> u.task("Write the JSON Schema of an order.").outputs("order"))
            .unit("server", u -> u.task("Serve orders.").output("response", order))
            .unit("client", u -> u.task("Send orders.").output("request", order))
            .unit(
                "contract",
                u ->
                    u.task("Test one against the other.")
                        .input("server/response", order)
                        .input("client/request", order))
            .build();
    try (Aidp aidp = Aidp.open(repository, AidpOptions.defaults())) {
      var request = FeatureRequest.of("Orders").plan(plan).agentCommand(agent);
      return aidp.start(request, StartOptions.id("orders")).ended().join();
    }
    // end::schema[]
  }
}
