package dev.aidp.testkit.junit;

import com.google.common.collect.ImmutableSet;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call that a dead process would have made: polls wait for ever, who is asked is not there. */
final class DeadCall<A, B> extends ClientCall<A, B> {

  /** What a worker says; that nobody hears it is nothing that it should report. */
  private static final ImmutableSet<String> UNHEARD =
      ImmutableSet.of(
          "RespondWorkflowTaskCompleted",
          "RespondActivityTaskCompleted",
          "RespondQueryTaskCompleted",
          "RecordActivityTaskHeartbeat",
          "RecordWorkerHeartbeat");

  private static final Status KILLED =
      Status.CANCELLED.withDescription("It was killed by the test.");

  private final MethodDescriptor<A, B> method;
  private final String name;
  private final Channel channel;
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable Listener<B> listener;

  DeadCall(MethodDescriptor<A, B> method, Channel channel) {
    this.method = method;
    this.name = String.valueOf(method.getBareMethodName());
    this.channel = channel;
  }

  @Override
  public void start(Listener<B> told, Metadata headers) {
    listener = told;
  }

  @Override
  public void sendMessage(A message) {
    if (message instanceof RespondActivityTaskCompletedRequest step) {
      CutConnection.giveBackStep(channel, step.getTaskToken());
    } else if (message instanceof RespondWorkflowTaskCompletedRequest task) {
      CutConnection.giveBackTask(channel, task.getTaskToken());
    }
  }

  @Override
  public void halfClose() {
    if (listener != null
        && UNHEARD.contains(name)
        && method.getResponseMarshaller() instanceof PrototypeMarshaller<B> marshaller) {
      listener.onHeaders(new Metadata());
      listener.onMessage(marshaller.getMessagePrototype());
      close(Status.OK);
    } else if (!name.startsWith("Poll")) {
      close(KILLED);
    }
  }

  private void close(Status status) {
    if (listener != null && closed.compareAndSet(false, true)) {
      listener.onClose(status, new Metadata());
    }
  }

  @Override
  public void request(int messages) {}

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    close(KILLED);
  }
}
