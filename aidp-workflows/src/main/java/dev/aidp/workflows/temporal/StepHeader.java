package dev.aidp.workflows.temporal;

import com.google.protobuf.ByteString;
import dev.aidp.workflow.Retry;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.wire.Wire;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a step's key, which its summary holds, along with it: an activity cannot read its own
 * summary.
 */
final class StepHeader extends WorkflowOutboundCallsInterceptorBase {

  private static final String NAME = "aidp-step";
  private static final String TERMS = "aidp-terms";
  private static final String PLACE = "aidp-place";
  private static final String REPOSITORY = "aidp-repository";

  /** What an engine must know of a step where it is performed. */
  record Terms(Retry retry, Duration timeout, Duration heartbeat) {}

  /**
   * Where a step goes that belongs to a place.
   *
   * @param epoch which of the places that its run has asked for
   * @param starts how often the step was begun before, on this host or others
   * @param group the epoch of the first place that the steps had which belong together
   */
  record Place(int epoch, int starts, int group) {

    static final Place NONE = new Place(0, 0, 0);
  }

  private record Sent(Step step, Place place) {}

  private static final ThreadLocal<@Nullable Sent> SENT = new ThreadLocal<>();

  StepHeader(WorkflowOutboundCallsInterceptor next) {
    super(next);
  }

  /**
   * Returns the key that came with an activity; one that is no step of ours is named by its ids.
   */
  static String key(Header header, ActivityInfo info) {
    Payload key = header.getValues().get(NAME);
    return key == null
        ? info.getWorkflowId() + ":" + info.getActivityId()
        : key.getData().toStringUtf8();
  }

  /** Returns the terms of a step; null for an activity that is no step of a workflow of ours. */
  static @Nullable Terms terms(Header header) {
    Payload terms = header.getValues().get(TERMS);
    return terms == null ? null : Wire.<Terms>read(terms.getData().toStringUtf8(), Terms.class);
  }

  /** Returns the repository whose run a step is of, or an empty text where that is not told. */
  static String repository(Header header) {
    Payload repository = header.getValues().get(REPOSITORY);
    return repository == null ? "" : repository.getData().toStringUtf8();
  }

  /** Returns the place that a step belongs to, or {@link Place#NONE}. */
  static Place place(Header header) {
    Payload place = header.getValues().get(PLACE);
    return place == null
        ? Place.NONE
        : Wire.<Place>read(place.getData().toStringUtf8(), Place.class);
  }

  /** Calls {@code send}, which sends {@code step}. */
  static <T> T sending(Step step, Supplier<T> send) {
    return sending(step, Place.NONE, send);
  }

  /** Likewise for one that belongs to {@code place}. */
  static <T> T sending(Step step, Place place, Supplier<T> send) {
    SENT.set(new Sent(step, place));
    try {
      return send.get();
    } finally {
      SENT.remove();
    }
  }

  @Override
  public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
    return super.executeActivity(
        new ActivityInput<>(
            input.getActivityName(),
            input.getResultClass(),
            input.getResultType(),
            input.getArgs(),
            input.getOptions(),
            with(input.getHeader(), input.getOptions().getSummary())));
  }

  @Override
  public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
    return super.executeLocalActivity(
        new LocalActivityInput<>(
            input.getActivityName(),
            input.getResultClass(),
            input.getResultType(),
            input.getArgs(),
            input.getOptions(),
            with(input.getHeader(), input.getOptions().getSummary())));
  }

  private static Header with(Header header, @Nullable String key) {
    Sent sent = SENT.get();
    if (key == null || sent == null) {
      return header;
    }
    Step step = sent.step();
    Map<String, Payload> values = new LinkedHashMap<>(header.getValues());
    values.put(NAME, payload(RunPlace.currentRunId() + ":" + key));
    values.put(
        TERMS, payload(Wire.json(new Terms(step.retry(), step.timeout(), step.heartbeat()))));
    RunPlace run = RunPlace.current();
    if (run.place().isEmpty() && !run.repository().isEmpty()) {
      values.put(REPOSITORY, payload(run.repository()));
    }
    if (!sent.place().equals(Place.NONE)) {
      values.put(PLACE, payload(Wire.json(sent.place())));
    }
    return new Header(values);
  }

  private static Payload payload(String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFrom("json/plain", StandardCharsets.UTF_8))
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }
}
