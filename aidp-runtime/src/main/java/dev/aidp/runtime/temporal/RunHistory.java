package dev.aidp.runtime.temporal;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.HistoryEntry.Kind;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.WireConverter;
import dev.aidp.workflows.wire.Wire;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.TemporalFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The server's histories of a run and its children, in the words of every engine. */
final class RunHistory {

  private static final String NOTHING = "null";

  private final RunPlace place;
  private final WorkflowClient client;
  private final DataConverter converter;
  private final Predicate<String> without;
  private final List<HistoryEntry> entries = new ArrayList<>();

  RunHistory(RunPlace place, WorkflowClient client, Predicate<String> without) {
    this.place = place;
    this.without = without;
    this.client = client;
    this.converter = client.getOptions().getDataConverter();
  }

  /** Returns what it did; of what went on as new, since then. */
  List<HistoryEntry> of(WorkflowExecutionHistory history) {
    read(List.of(history), child -> List.of(client.fetchHistory(child)));
    return HistoryEntry.sorted(entries);
  }

  /** Returns the same, and what it did before it went on as new, if the service still knows it. */
  List<HistoryEntry> whole(WorkflowExecutionHistory last) {
    ContinuedRuns all = new ContinuedRuns(client);
    read(all.upTo(last), child -> all.upTo(client.fetchHistory(child)));
    return HistoryEntry.sorted(entries);
  }

  /** That a run began is told once, and a child that it takes along is read once. */
  private void read(
      List<WorkflowExecutionHistory> runs,
      Function<String, List<WorkflowExecutionHistory>> histories) {
    Set<String> children = new LinkedHashSet<>();
    for (WorkflowExecutionHistory history : runs) {
      OneRun run = new OneRun(place.runId(history.getWorkflowExecution().getWorkflowId()));
      for (HistoryEvent event : history.getEvents()) {
        if (history == runs.get(0) || !event.hasWorkflowExecutionStartedEventAttributes()) {
          run.read(event);
        }
        if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
          children.add(
              event
                  .getChildWorkflowExecutionStartedEventAttributes()
                  .getWorkflowExecution()
                  .getWorkflowId());
        }
      }
    }
    children.stream()
        .filter(child -> !without.test(place.runId(child)))
        .forEach(child -> read(histories.apply(child), histories));
  }

  private final class OneRun {

    private final String id;
    private final Map<Long, String> scheduled = new LinkedHashMap<>();
    private final Map<String, String> updates = new LinkedHashMap<>();

    OneRun(String id) {
      this.id = id;
    }

    private void add(HistoryEvent event, Kind kind, String key, String payload) {
      add(event, kind, key, payload, false);
    }

    private void failed(HistoryEvent event, Kind kind, String key, String payload) {
      add(event, kind, key, payload, true);
    }

    private void add(HistoryEvent event, Kind kind, String key, String payload, boolean failed) {
      var time = event.getEventTime();
      Instant at = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
      entries.add(new HistoryEntry(at, id, kind, key, payload, failed));
    }

    void read(HistoryEvent event) {
      switch (event.getEventType()) {
        case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED ->
            add(
                event,
                Kind.STARTED,
                "",
                json(event.getWorkflowExecutionStartedEventAttributes().getInput()));
        case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> {
          var signal = event.getWorkflowExecutionSignaledEventAttributes();
          add(event, Kind.MESSAGE, signal.getSignalName(), json(signal.getInput()));
        }
        case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> {
          var accepted = event.getWorkflowExecutionUpdateAcceptedEventAttributes();
          var input = accepted.getAcceptedRequest().getInput();
          updates.put(accepted.getAcceptedRequest().getMeta().getUpdateId(), input.getName());
          add(event, Kind.UPDATE, input.getName(), json(input.getArgs()));
        }
        case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED -> {
          var ended = event.getWorkflowExecutionUpdateCompletedEventAttributes();
          String name = updates.getOrDefault(ended.getMeta().getUpdateId(), "");
          if (ended.getOutcome().hasFailure()) {
            failed(event, Kind.UPDATED, name, json(ended.getOutcome().getFailure()));
          } else {
            add(event, Kind.UPDATED, name, json(ended.getOutcome().getSuccess()));
          }
        }
        case EVENT_TYPE_TIMER_FIRED -> add(event, Kind.TIMER, "", NOTHING);
        case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled.put(event.getEventId(), key(event));
        case EVENT_TYPE_MARKER_RECORDED -> readMarker(event);
        default -> {
          readStep(event);
          readChild(event);
          readEnd(event);
        }
      }
    }

    private void readStep(HistoryEvent event) {
      switch (event.getEventType()) {
        case EVENT_TYPE_ACTIVITY_TASK_COMPLETED -> {
          var step = event.getActivityTaskCompletedEventAttributes();
          add(event, Kind.STEP, step(step.getScheduledEventId()), json(step.getResult()));
        }
        case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
          var step = event.getActivityTaskFailedEventAttributes();
          failed(event, Kind.STEP, step(step.getScheduledEventId()), json(step.getFailure()));
        }
        case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT -> {
          var step = event.getActivityTaskTimedOutEventAttributes();
          failed(event, Kind.STEP, step(step.getScheduledEventId()), json(step.getFailure()));
        }
        case EVENT_TYPE_ACTIVITY_TASK_CANCELED -> {
          var step = event.getActivityTaskCanceledEventAttributes();
          failed(event, Kind.STEP, step(step.getScheduledEventId()), NOTHING);
        }
        default -> {
          // not the end of a step
        }
      }
    }

    /** A quick step is one marker, with its result and its key. */
    private void readMarker(HistoryEvent event) {
      var marker = event.getMarkerRecordedEventAttributes();
      if (marker.getMarkerName().equals("LocalActivity")) {
        String outcome =
            marker.hasFailure()
                ? json(marker.getFailure())
                : json(marker.getDetailsOrDefault("result", Payloads.getDefaultInstance()));
        add(event, Kind.STEP, key(event), outcome, marker.hasFailure());
      }
    }

    private void readChild(HistoryEvent event) {
      switch (event.getEventType()) {
        case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED -> {
          var child = event.getChildWorkflowExecutionCompletedEventAttributes();
          add(
              event,
              Kind.CHILD,
              place.runId(child.getWorkflowExecution().getWorkflowId()),
              json(child.getResult()));
        }
        case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED -> {
          var child = event.getChildWorkflowExecutionFailedEventAttributes();
          failed(
              event,
              Kind.CHILD,
              place.runId(child.getWorkflowExecution().getWorkflowId()),
              json(child.getFailure()));
        }
        default -> {
          // not the end of a child
        }
      }
    }

    private void readEnd(HistoryEvent event) {
      switch (event.getEventType()) {
        case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
            add(
                event,
                Kind.ENDED,
                "",
                json(event.getWorkflowExecutionCompletedEventAttributes().getResult()));
        case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
            failed(
                event,
                Kind.ENDED,
                "",
                json(event.getWorkflowExecutionFailedEventAttributes().getFailure()));
        case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED ->
            failed(event, Kind.ENDED, "", Wire.json(Engine.TERMINATED));
        case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED, EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
            failed(event, Kind.ENDED, "", NOTHING);
        default -> {
          // not the end of the run
        }
      }
    }

    private String step(long scheduledEvent) {
      return scheduled.getOrDefault(scheduledEvent, "");
    }
  }

  private String key(HistoryEvent event) {
    return key(event, converter);
  }

  /** A step's key is its summary; a server that drops summaries leaves the type. */
  static String key(HistoryEvent event, DataConverter converter) {
    Payload sent = event.getUserMetadata().getSummary();
    String summary =
        sent.getData().isEmpty()
            ? ""
            : WireConverter.opened(converter, sent).getData().toStringUtf8();
    return summary.length() < 2
        ? event.getActivityTaskScheduledEventAttributes().getActivityType().getName()
        : Wire.<String>read(summary, String.class);
  }

  private String json(Payloads payloads) {
    return payloads.getPayloadsCount() == 0 ? NOTHING : json(payloads.getPayloads(0));
  }

  private String json(Payload sent) {
    Payload payload = WireConverter.opened(converter, sent);
    return payload.getData().isEmpty() ? NOTHING : payload.getData().toStringUtf8();
  }

  /** Our failures carry their record; of others the message is told. */
  private String json(Failure failure) {
    for (Failure f = failure; ; f = f.getCause()) {
      if (f.getApplicationFailureInfo().getDetails().getPayloadsCount() > 0) {
        return json(f.getApplicationFailureInfo().getDetails());
      }
      if (!f.hasCause()) {
        return Wire.json(message(failure));
      }
    }
  }

  private String message(Failure failure) {
    return converter.failureToException(failure) instanceof TemporalFailure told
        ? String.valueOf(told.getOriginalMessage())
        : failure.getMessage();
  }
}
