package dev.aidp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.util.function.Consumer;

/**
 * The call that starts a workflow of the application's own, as it is registered.
 *
 * @param workflow the workflow's type name
 * @param args what it is given
 */
record OwnCall(String workflow, JsonNode args) {

  /** What the registry calls the kind of such a run. */
  static final String KIND = "workflow";

  /** Returns the one call that {@code call} makes of the workflow method of {@code workflow}. */
  static <W> OwnCall of(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    if (!made.method().equals(WireNames.workflowMethod(workflow))) {
      throw new IllegalArgumentException(
          "A run is started by its workflow method, not by " + made.method().getName());
    }
    return new OwnCall(
        WireNames.workflowType(workflow), Wire.tree(Wire.args(made.method(), made.args())));
  }

  static boolean registered(RunRecord run) {
    return run.kind().equals(KIND);
  }

  static OwnCall of(RunRecord run) {
    return Wire.read(run.request(), OwnCall.class);
  }

  /** Makes it on {@code engine}, for a process that has the workflow. */
  <W> void start(Engine engine, String id, Class<W> type) {
    Method method = WireNames.workflowMethod(type);
    CapturedCall call = CapturedCall.of(method, Wire.args(method, args.toString()));
    engine.start(id, type, call::on);
  }
}
