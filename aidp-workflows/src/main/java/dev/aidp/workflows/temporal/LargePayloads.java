package dev.aidp.workflows.temporal;

import com.google.protobuf.ByteString;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.run.RunRequest;
import dev.aidp.workflows.wire.ByReference;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.context.ActivitySerializationContext;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Large payloads by reference, as far as all who read them have the store.
 *
 * @param large what keeps them
 * @param context what a payload is for, or null where nobody has said it
 */
record LargePayloads(ByReference large, @Nullable SerializationContext context) {

  static final LargePayloads NONE = new LargePayloads(ByReference.NONE, null);

  static LargePayloads in(ArtifactStore store) {
    return new LargePayloads(ByReference.in(store), null);
  }

  LargePayloads within(SerializationContext other) {
    return large.any() ? new LargePayloads(large, other) : this;
  }

  /** Returns whether {@code value} goes by reference if it is large. */
  boolean take(Object value) {
    if (!large.any()) {
      return false;
    }
    return value instanceof RunRequest
        || context instanceof ActivitySerializationContext
        || WorkflowUnsafe.isWorkflowThread() && ofChild();
  }

  /** Returns whether a workflow sends it to its child, or is one. */
  private boolean ofChild() {
    return Workflow.getInfo().getParentWorkflowId().isPresent()
        || context instanceof HasWorkflowSerializationContext of
            && !of.getWorkflowId().equals(Workflow.getInfo().getWorkflowId());
  }

  /** Returns what stands for {@code json}. What is sent once more in a replay is never sent. */
  Payload sent(Payload json) {
    return WorkflowUnsafe.isWorkflowThread() && WorkflowUnsafe.isReplaying()
        ? json
        : with(json, large::sent);
  }

  /** Returns what {@code sent} stands for, if it stands for anything. */
  Payload received(Payload sent) {
    return sent.getData().size() > ByReference.LONGEST_NAME ? sent : with(sent, large::received);
  }

  private static Payload with(Payload payload, UnaryOperator<String> way) {
    String before = payload.getData().toStringUtf8();
    String after = apart(() -> way.apply(before));
    return after.equals(before)
        ? payload
        : payload.toBuilder().setData(ByteString.copyFromUtf8(after)).build();
  }

  /** A disk takes longer at times than a workflow may compute. */
  private static String apart(Supplier<String> work) {
    try {
      return WorkflowUnsafe.isWorkflowThread()
          ? WorkflowUnsafe.deadlockDetectorOff(work::get)
          : work.get();
    } catch (NoSuchElementException e) {
      throw new DataConverterException(e.getMessage(), e);
    }
  }
}
