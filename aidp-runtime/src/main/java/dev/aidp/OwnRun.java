package dev.aidp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A workflow of an application's own; what it does when it is steered is its own matter. */
final class OwnRun extends TypedRun {

  /** What the registry calls the kind of such a run. */
  static final String KIND = "workflow";

  private static final String CANCEL = "cancel";

  /**
   * The call that starts it, as it is registered.
   *
   * @param workflow the workflow's type name
   * @param args what it is given
   * @param cancels whether the workflow has a signal {@code cancel}, for processes that do not have
   *     it
   */
  record Call(String workflow, JsonNode args, boolean cancels) {

    /** Returns the one call that {@code call} makes of the workflow method of {@code workflow}. */
    static <W> Call of(Class<W> workflow, Function<W, ?> call) {
      Method method = EngineRun.meant(workflow, () -> WireNames.workflowMethod(workflow));
      CapturedCall made = EngineRun.meant(workflow, () -> CapturedCall.returning(workflow, call));
      if (!made.method().equals(method)) {
        throw new UsageException(
            "A run is started by its workflow method, not by %s."
                .formatted(made.method().getName()),
            workflow.getName(),
            "Call %s.".formatted(method.getName()));
      }
      return new Call(
          WireNames.workflowType(workflow),
          Wire.tree(Wire.args(made.method(), made.args())),
          WireNames.hears(workflow, CANCEL));
    }

    /** Returns whether {@code run} was started by it. */
    boolean started(RunRecord run) {
      return run.kind().equals(KIND) && same(Wire.read(run.request(), Call.class));
    }

    private boolean same(Call other) {
      return workflow.equals(other.workflow) && args.equals(other.args);
    }

    <W> void make(Engine engine, String id, Class<W> type, Labels labels) {
      Method method = WireNames.workflowMethod(type);
      CapturedCall call = CapturedCall.of(method, Wire.args(method, args.toString()));
      engine.start(id, type, call::on, labels);
    }
  }

  private final Function<String, Optional<Class<?>>> workflows;

  OwnRun(RunRecord run, Function<String, Optional<Class<?>>> workflows) {
    super(run);
    this.workflows = workflows;
  }

  /** Returns the type name of its workflow; null for a run of Aidp's own. */
  static @Nullable String type(RunRecord run) {
    return run.kind().equals(KIND) ? Wire.<Call>read(run.request(), Call.class).workflow() : null;
  }

  private Call call() {
    return request(Call.class);
  }

  @Override
  boolean workable() {
    return workflows.apply(call().workflow()).isPresent();
  }

  @Override
  void start(Engine engine) {
    Call call = call();
    call.make(engine, engineId(), workflows.apply(call.workflow()).orElseThrow(), startedWith());
  }

  @Override
  Labels labels(Engine engine) {
    return startedWith().withAttributes(engine.attributes(engineId()));
  }

  @Override
  Class<?> result() {
    return JsonNode.class;
  }

  @Override
  Map<String, Path> logs(Logs logs, Supplier<RunView> view) {
    return Map.of();
  }

  @Override
  RunView look(Engine engine, Views.Frame frame, Engine.Condition condition) {
    return Views.own(frame, shown(RunState.RUNNING, condition), call().workflow(), null);
  }

  @Override
  RunView failed(Views.Frame frame, Failure why) {
    boolean cancelled = why.kind() == FailureKind.CANCELLED;
    RunState state = cancelled ? RunState.CANCELLED : RunState.FAILED;
    return Views.own(frame, state, call().workflow(), why);
  }

  @Override
  RunView returned(Views.Frame frame, @Nullable Object value) {
    return Views.own(frame, RunState.COMPLETED, call().workflow(), null);
  }

  @Override
  String told(String words) {
    return "Its workflow is told, and does what it has for it.";
  }

  @Override
  boolean endsUnowned() {
    return false;
  }

  @Override
  boolean hearsCancel() {
    Call call = call();
    return workflows
        .apply(call.workflow())
        .map(workflow -> WireNames.hears(workflow, CANCEL))
        .orElse(call.cancels());
  }

  @Override
  boolean terminable() {
    return true;
  }

  @Override
  Optional<Receipt> refused(String what) {
    return Optional.of(
        new Receipt(
            Receipt.Outcome.UNSUPPORTED,
            "The run '%s' is of a workflow of an application's own: it %s."
                .formatted(registered().id(), what)));
  }

  @Override
  String again(Engine engine, RunView view, List<String> units) {
    return registered().request();
  }
}
