package dev.aidp.testkit.junit;

import com.google.common.collect.ImmutableSet;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.aidp.workflows.temporal.Failures;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.enums.v1.CommandType;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a service that is cut when one thing has been recorded through it: for the
 * service the process has died then. What was handed to it and is not answered goes back at once,
 * as the next process would find it after a time-out, so that no test waits for that.
 */
final class CutConnection implements ClientInterceptor, AutoCloseable {

  private static final String NAMESPACE = "default";

  /** By these the service records what a workflow wants next, and what has come of a step. */
  private static final ImmutableSet<String> RECORDS =
      ImmutableSet.of("RespondWorkflowTaskCompleted", "RespondActivityTaskCompleted");

  /** These say no more than that something was not done. */
  private static final ImmutableSet<String> GIVES_BACK =
      ImmutableSet.of(
          "RespondWorkflowTaskFailed",
          "RespondActivityTaskFailed",
          "RespondActivityTaskCanceled",
          "ShutdownWorker");

  private static final Failure LOST =
      Failure.newBuilder()
          .setMessage("It was killed by the test.")
          .setApplicationFailureInfo(
              ApplicationFailureInfo.newBuilder()
                  .setType(Failures.GIVEN_BACK)
                  .setNextRetryDelay(Duration.newBuilder().setNanos(1_000_000)))
          .build();

  private final AtomicBoolean cut = new AtomicBoolean();
  private final CompletableFuture<Boolean> recorded = new CompletableFuture<>();
  private final WorkflowServiceStubs stubs;

  CutConnection(String target) {
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(target)
                .setGrpcClientInterceptors(List.of(this))
                .build());
  }

  WorkflowServiceStubs stubs() {
    return stubs;
  }

  /** Returns whether it was cut. */
  boolean isCut() {
    return cut.get();
  }

  /** Completes when what it is cut for is recorded. */
  CompletableFuture<Boolean> recorded() {
    return recorded;
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    return RECORDS.contains(String.valueOf(method.getBareMethodName()))
        ? new Recording<>(method, options, next)
        : call(method, options, next, false);
  }

  private <A, B> ClientCall<A, B> call(
      MethodDescriptor<A, B> method, CallOptions options, Channel next, boolean last) {
    if (cut.get() && !last && !GIVES_BACK.contains(String.valueOf(method.getBareMethodName()))) {
      return new DeadCall<>(method, next);
    }
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<B> listener, Metadata headers) {
        super.start(new Heard<>(listener, next, last), headers);
      }

      @Override
      @SuppressWarnings("unchecked") // of the same type
      public void sendMessage(A message) {
        super.sendMessage((A) said(message));
      }
    };
  }

  /** Nobody is to be waited for who is dead when the next task comes. */
  private Object said(Object message) {
    if (message instanceof RespondWorkflowTaskCompletedRequest completed) {
      return completed.toBuilder().clearStickyAttributes().build();
    }
    if (cut.get() && message instanceof RespondActivityTaskFailedRequest failed) {
      return failed.toBuilder().setFailure(LOST).build();
    }
    return message;
  }

  /** Returns whether a run is further after it: an answer to an update is a message alone. */
  private static boolean leadsOn(Object message) {
    return !(message instanceof RespondWorkflowTaskCompletedRequest task)
        || task.getCommandsList().stream()
            .anyMatch(one -> one.getCommandType() != CommandType.COMMAND_TYPE_PROTOCOL_MESSAGE);
  }

  static void giveBackStep(Channel channel, ByteString token) {
    var unused =
        WorkflowServiceGrpc.newFutureStub(channel)
            .respondActivityTaskFailed(
                RespondActivityTaskFailedRequest.newBuilder()
                    .setNamespace(NAMESPACE)
                    .setTaskToken(token)
                    .setFailure(LOST)
                    .build());
  }

  static void giveBackTask(Channel channel, ByteString token) {
    var unused =
        WorkflowServiceGrpc.newFutureStub(channel)
            .respondWorkflowTaskFailed(
                RespondWorkflowTaskFailedRequest.newBuilder()
                    .setNamespace(NAMESPACE)
                    .setTaskToken(token)
                    .setFailure(LOST)
                    .build());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }

  /** A call that is the last one if what it says leads on. */
  private final class Recording<A, B> extends ClientCall<A, B> {

    private final MethodDescriptor<A, B> method;
    private final CallOptions options;
    private final Channel channel;
    private Runnable begin = () -> {};
    private @Nullable ClientCall<A, B> call;
    private int requested;

    Recording(MethodDescriptor<A, B> method, CallOptions options, Channel channel) {
      this.method = method;
      this.options = options;
      this.channel = channel;
    }

    @Override
    public void start(Listener<B> listener, Metadata headers) {
      begin = () -> known().start(listener, headers);
    }

    @Override
    public void request(int messages) {
      if (call == null) {
        requested += messages;
      } else {
        call.request(messages);
      }
    }

    @Override
    public void sendMessage(A message) {
      boolean last = leadsOn(message) && cut.compareAndSet(false, true);
      call = call(method, options, channel, last);
      begin.run();
      call.request(requested);
      call.sendMessage(message);
    }

    private ClientCall<A, B> known() {
      return Objects.requireNonNull(call, "A call has one message");
    }

    @Override
    public void halfClose() {
      known().halfClose();
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      if (call != null) {
        call.cancel(message, cause);
      }
    }
  }

  /** What is answered to a call that was sent before the end. */
  private final class Heard<B> extends SimpleForwardingClientCallListener<B> {

    private final Channel channel;
    private final boolean records;

    Heard(ClientCall.Listener<B> listener, Channel channel, boolean records) {
      super(listener);
      this.channel = channel;
      this.records = records;
    }

    @Override
    @SuppressWarnings("unchecked") // of the same type
    public void onMessage(B message) {
      super.onMessage(cut.get() ? (B) unheard(message) : message);
    }

    /** A task that comes after it is another process's. */
    private Object unheard(Object message) {
      if (message instanceof PollActivityTaskQueueResponse step && !step.getTaskToken().isEmpty()) {
        giveBackStep(channel, step.getTaskToken());
        return PollActivityTaskQueueResponse.getDefaultInstance();
      }
      if (message instanceof PollWorkflowTaskQueueResponse task && !task.getTaskToken().isEmpty()) {
        giveBackTask(channel, task.getTaskToken());
        return PollWorkflowTaskQueueResponse.getDefaultInstance();
      }
      return message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      super.onClose(status, trailers);
      if (records) {
        recorded.complete(true);
      }
    }
  }
}
