package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Later;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.util.function.Consumer;
import java.util.function.Function;

/** A child run, as its parent's program sees it. */
final class NativeChild<W, R> implements Child<W, R> {

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
  public Later<R> start(Function<W, R> call) {
    context.strand();
    Method method = WireNames.workflowMethod(workflow);
    CapturedCall made = CapturedCall.of(workflow, stub -> returnsNothing(call, stub));
    if (!made.method().equals(method)) {
      throw new IllegalStateException(
          "A child is started by its workflow method, not by " + made.method().getName());
    }
    Pending known = program.pending(EntryKind.CHILD, id);
    if (known == null) {
      String args = Payload.args(method, made.args());
      known = program.request(new Request.OfChild(id, WireNames.workflowType(workflow), args));
    }
    return new NativeLater<>(context, known, method.getGenericReturnType());
  }

  private static <W, R> void returnsNothing(Function<W, R> call, W stub) {
    var unused = call.apply(stub);
  }

  @Override
  public void signal(Consumer<W> call) {
    if (program.pending(EntryKind.CHILD, id) == null) {
      throw new IllegalStateException(
          "The child " + id + " must be started before it is signalled.");
    }
    context.send(runId(), id, CapturedCall.of(workflow, call));
  }
}
