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

  /** What an engine must know of a step where it is performed. */
  record Terms(Retry retry, Duration timeout, Duration heartbeat) {}

  private static final ThreadLocal<@Nullable Step> SENT = new ThreadLocal<>();

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

  /** Calls {@code send}, which sends {@code step}. */
  static <T> T sending(Step step, Supplier<T> send) {
    SENT.set(step);
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
    Step step = SENT.get();
    if (key == null || step == null) {
      return header;
    }
    Map<String, Payload> values = new LinkedHashMap<>(header.getValues());
    values.put(NAME, payload(RunPlace.currentRunId() + ":" + key));
    values.put(
        TERMS, payload(Wire.json(new Terms(step.retry(), step.timeout(), step.heartbeat()))));
    return new Header(values);
  }

  private static Payload payload(String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFrom("json/plain", StandardCharsets.UTF_8))
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }
}
