package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.function.Function;

/** A child run, as its parent's program sees it. */
final class NativeChild<W> implements Child<W> {

  private final NativeContext context;
  private final Program program;
  private final Class<W> workflow;
  private final String id;

  NativeChild(NativeContext context, Program program, Class<W> workflow, String id) {
    this.context = context;
    this.program = program;
    this.workflow = workflow;
    this.id = id;
  }

  @Override
  public String runId() {
    return program.runId() + "/" + id;
  }

  @Override
  public <R> Promise<R> start(Function<W, R> call) {
    context.strand();
    Method method = WireNames.workflowMethod(workflow);
    CapturedCall made = CapturedCall.returning(workflow, call);
    if (!made.method().equals(method)) {
      throw new IllegalStateException(
          "A child is started by its workflow method, not by " + made.method().getName());
    }
    Pending known = program.pending(EntryKind.CHILD, id);
    if (known == null) {
      String args = Wire.sent(method, made.args());
      known = program.request(new Request.OfChild(id, WireNames.workflowType(workflow), args));
    }
    return new NativePromise<>(context, known, method.getGenericReturnType());
  }

  @Override
  public void signal(Consumer<W> call) {
    checkStarted();
    context.send(runId(), id, CapturedCall.of(workflow, call));
  }

  @Override
  public <S> S query(Function<W, S> call) {
    checkStarted();
    CapturedCall made = CapturedCall.returning(workflow, call);
    Method method = made.method();
    var unused = WireNames.query(method);
    Step step = Step.quick().named("query-" + id + "-" + program.count("query " + id));
    String child = runId();
    return context.lambda(
        step,
        method.getReturnType(),
        method.getGenericReturnType(),
        runs -> Queries.ask(runs, child, method, made.args()));
  }

  private void checkStarted() {
    if (program.pending(EntryKind.CHILD, id) == null) {
      throw new IllegalStateException("The child " + id + " must be started first.");
    }
  }
}
