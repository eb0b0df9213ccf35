package dev.aidp.runtime.temporal;

import com.google.protobuf.Timestamp;
import dev.aidp.activity.Printed;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.temporal.Failures;
import dev.aidp.workflows.temporal.WireConverter;
import dev.aidp.workflows.wire.Beat;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.PendingWorkflowTaskState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the server knows of the steps of a run that have no outcome yet. */
final class PendingSteps {

  /** Whoever works takes what is left lying within a second; who is silent for so long is dead. */
  private static final Duration LEFT_LYING = Step.HEARTBEAT;

  /** Of so many parts of a run it is looked at who works on them. */
  private static final int PARTS = 20;

  private final Supplier<WorkflowClient> client;
  private final Predicate<String> answered;

  /**
   * Makes one.
   *
   * @param answered whether a worker answers for the workflow with this id
   */
  PendingSteps(Supplier<WorkflowClient> client, Predicate<String> answered) {
    this.client = client;
    this.answered = answered;
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

  /**
   * Returns whether {@code workflow} waits for somebody who works on it, however lately a worker
   * has asked: the service knows for up to a minute of one that was killed. No step of it beats,
   * and its tasks are left lying, or lost steps are, and nobody answers for it: a worker that has
   * no place for them does.
   */
  boolean forsaken(String workflow) {
    List<DescribeWorkflowExecutionResponse> parts = new ArrayList<>();
    described(workflow)
        .ifPresent(
            run -> {
              parts.add(run);
              run.getPendingChildrenList().stream()
                  .limit(PARTS)
                  .forEach(child -> described(child.getWorkflowId()).ifPresent(parts::add));
            });
    Instant now = Instant.now();
    return parts.stream().noneMatch(part -> works(part, now))
        && (parts.stream().anyMatch(part -> taskLies(part, now))
            || parts.stream().anyMatch(part -> stepLies(part, now)) && !answered.test(workflow));
  }

  private static boolean works(DescribeWorkflowExecutionResponse run, Instant now) {
    return run.getPendingActivitiesList().stream()
        .filter(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .anyMatch(
            step ->
                !since(step.getLastHeartbeatTime(), now) || !since(step.getLastStartedTime(), now));
  }

  private static boolean taskLies(DescribeWorkflowExecutionResponse run, Instant now) {
    PendingWorkflowTaskInfo task = run.getPendingWorkflowTask();
    return run.hasPendingWorkflowTask()
        && task.getState() == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED
        && since(task.getScheduledTime(), now);
  }

  private static boolean stepLies(DescribeWorkflowExecutionResponse run, Instant now) {
    return run.getPendingActivitiesList().stream()
        .filter(step -> step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED)
        .filter(step -> step.getLastFailure().hasTimeoutFailureInfo())
        .anyMatch(step -> since(step.getScheduledTime(), now));
  }

  private static boolean since(Timestamp time, Instant now) {
    return Instant.ofEpochSecond(time.getSeconds()).plus(LEFT_LYING).isBefore(now);
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
