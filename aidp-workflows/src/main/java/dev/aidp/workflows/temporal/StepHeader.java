package dev.aidp.workflows.temporal;

import com.google.protobuf.ByteString;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends a step's key, which its summary holds, along with it: an activity cannot read its own
 * summary.
 */
final class StepHeader extends WorkflowOutboundCallsInterceptorBase {

  private static final String NAME = "aidp-step";

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
    if (key == null) {
      return header;
    }
    Map<String, Payload> values = new LinkedHashMap<>(header.getValues());
    values.put(
        NAME,
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFrom("json/plain", StandardCharsets.UTF_8))
            .setData(ByteString.copyFromUtf8(RunPlace.currentRunId() + ":" + key))
            .build());
    return new Header(values);
  }
}
