package dev.aidp.runtime.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.failure.NotFoundException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Update;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.temporal.Failures;
import io.grpc.StatusRuntimeException;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An update that is sent until it has an outcome: the server keeps only what a worker has accepted,
 * and answers only for so long. By its id it is one update however often it is sent.
 */
final class SentUpdate {

  private final String runId;
  private final Update update;
  private final @Nullable Object[] args;
  private final WorkflowStub stub;
  private final CompletableFuture<Outcome<String>> outcome = new CompletableFuture<>();

  SentUpdate(String runId, Update update, @Nullable Object[] args, WorkflowStub stub) {
    this.runId = runId;
    this.update = update;
    this.args = args;
    this.stub = stub;
  }

  /** Completes with what becomes of it; whoever completes it otherwise ends the sending. */
  CompletableFuture<Outcome<String>> outcome() {
    return outcome;
  }

  /** Sends it, on a thread of its own. */
  SentUpdate begin(ServiceConnection connection) {
    Thread sender = new Thread(() -> send(connection), "aidp-update");
    sender.setDaemon(true);
    sender.start();
    return this;
  }

  private void send(ServiceConnection connection) {
    try {
      while (!outcome.isDone()) {
        sent().ifPresent(outcome::complete);
      }
    } catch (RuntimeException e) {
      outcome.completeExceptionally(connection.told(e));
    } catch (Error e) {
      outcome.completeExceptionally(e);
      throw e;
    }
  }

  private Optional<Outcome<String>> sent() {
    UpdateOptions<JsonNode> options =
        UpdateOptions.newBuilder(JsonNode.class)
            .setUpdateName(update.name())
            .setUpdateId(update.id())
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build();
    try {
      return Optional.of(ok(stub.startUpdate(options, args).getResult()));
    } catch (WorkflowUpdateTimeoutOrCancelledException e) {
      return Optional.empty();
    } catch (WorkflowUpdateException e) {
      return Optional.of(failed(e));
    } catch (WorkflowNotFoundException e) {
      return Optional.of(late(e));
    }
  }

  private static Outcome<String> ok(@Nullable JsonNode value) {
    return new Outcome.Ok<>(String.valueOf(value));
  }

  private Outcome<String> failed(WorkflowUpdateException e) {
    Throwable why = e.getCause();
    Optional<String> refusal = Failures.refused(why);
    if (refusal.isPresent()) {
      throw Engine.refused(runId, update, refusal.get());
    }
    return new Outcome.Failed<>(
        Failures.cutShort(why) ? Engine.CUT_SHORT : Failures.of(why == null ? e : why));
  }

  /** A run that has ended still knows what it was sent before. */
  private Outcome<String> late(WorkflowNotFoundException thrown) {
    try {
      stub.describe();
    } catch (RuntimeException e) {
      throw NotFound.is(e) ? NotFoundException.run(runId) : e;
    }
    try {
      return ok(stub.getUpdateHandle(update.id(), JsonNode.class).getResultAsync().join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WorkflowUpdateException known) {
        return failed(known);
      }
      return late(e);
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      return late(e);
    }
  }

  private Outcome<String> late(RuntimeException e) {
    if (NotFound.is(e)) {
      return new Outcome.Failed<>(Engine.late(runId));
    }
    throw e;
  }
}
