package dev.aidp.runtime.temporal;

import dev.aidp.activity.Printed;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflows.temporal.Failures;
import dev.aidp.workflows.temporal.WireConverter;
import dev.aidp.workflows.wire.Beat;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the server knows of the steps of a run that have no outcome yet. */
final class PendingSteps {

  private final Supplier<WorkflowClient> client;

  PendingSteps(Supplier<WorkflowClient> client) {
    this.client = client;
  }

  /** Returns why a step of {@code workflow} or of its children was given back, if one tells it. */
  Optional<UnusableException> interruption(String workflow) {
    DataConverter wire = client.get().getOptions().getDataConverter();
    return described(workflow).stream()
        .flatMap(
            run ->
                Stream.concat(
                    run.getPendingActivitiesList().stream()
                        .filter(PendingActivityInfo::hasLastFailure)
                        .map(step -> wire.failureToException(step.getLastFailure()))
                        .map(Failures::unusable),
                    run.getPendingChildrenList().stream()
                        .map(child -> interruption(child.getWorkflowId()))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Returns what steps of {@code workflow} and of its children say that they have printed last. */
  List<Printed> printing(String workflow) {
    return described(workflow).stream()
        .flatMap(
            run ->
                Stream.concat(
                    said(run).flatMap(beat -> Optional.ofNullable(beat.printed()).stream()),
                    run.getPendingChildrenList().stream()
                        .flatMap(child -> printing(child.getWorkflowId()).stream())))
        .toList();
  }

  /** Returns what steps of {@code workflow} itself say. */
  List<Beat> beats(String workflow) {
    return described(workflow).stream().flatMap(this::said).toList();
  }

  private Stream<Beat> said(DescribeWorkflowExecutionResponse run) {
    DataConverter wire = client.get().getOptions().getDataConverter();
    return run.getPendingActivitiesList().stream()
        .flatMap(step -> step.getHeartbeatDetails().getPayloadsList().stream())
        .map(said -> WireConverter.opened(wire, said).getData().toStringUtf8())
        .map(Beat::read);
  }

  private Optional<DescribeWorkflowExecutionResponse> described(String workflow) {
    try {
      return Optional.of(
          client.get().newUntypedWorkflowStub(workflow).describe().getRawDescription());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }
}
