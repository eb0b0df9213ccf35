package dev.aidp.runtime.temporal;

import com.uber.m3.tally.Scope;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflows.temporal.WireConverter;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The two uses of one channel.
 *
 * @param calls those of a call that somebody waits for: they give up soon
 * @param work those of a worker, who waits
 * @param options what clients are made with
 * @param ours whether the channel is closed with them
 */
record Stubs(
    WorkflowServiceStubs calls,
    WorkflowServiceStubs work,
    WorkflowClientOptions options,
    boolean ours) {

  /** Whoever calls waits at a terminal, and mostly for a server that is not there. */
  static final Duration PATIENCE = Duration.ofMillis(2_500);

  /** One that listens is there; it may have much to do. */
  static final Duration SLOW = Duration.ofSeconds(8);

  /** A worker that cannot be told from a stuck one must not hold up a status. */
  private static final Duration QUERY_PATIENCE = Duration.ofSeconds(2);

  /** Opens a channel, or takes the one that is given; nothing is sent yet. */
  static Stubs open(TemporalConnection to) {
    if (to instanceof TemporalConnection.Given given) {
      WorkflowServiceStubs theirs = given.client().getWorkflowServiceStubs();
      return new Stubs(hasty(theirs), theirs, given.client().getOptions(), false);
    }
    TemporalConnection.Options options = (TemporalConnection.Options) to;
    WorkflowServiceStubsOptions.Builder patient =
        WorkflowServiceStubsOptions.newBuilder().setTarget(options.target());
    Credentials.add(options, patient);
    Scope metrics = options.metrics();
    if (metrics != null) {
      patient.setMetricsScope(metrics);
    }
    WorkflowServiceStubs work = WorkflowServiceStubs.newServiceStubs(patient.build());
    return new Stubs(hasty(work), work, client(options), true);
  }

  private static WorkflowClientOptions client(TemporalConnection.Options to) {
    WorkflowClientOptions.Builder client =
        WorkflowClientOptions.newBuilder().setNamespace(to.namespace());
    PayloadCodec codec = to.codec();
    if (codec != null) {
      client.setDataConverter(
          new CodecDataConverter(WireConverter.over(null), List.of(codec), true));
    }
    return client.build();
  }

  private static WorkflowServiceStubs hasty(WorkflowServiceStubs patient) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder(patient.getOptions())
            .setTarget(null)
            .setSslContext(null)
            .setEnableHttps(false)
            .setChannelInitializer(null)
            .setPlugins()
            .setChannel(patient.getRawChannel())
            .setRpcTimeout(SLOW)
            .setRpcQueryTimeout(QUERY_PATIENCE)
            .setSystemInfoTimeout(SLOW)
            .setHealthCheckAttemptTimeout(SLOW)
            .setRpcRetryOptions(RpcRetryOptions.newBuilder().setExpiration(PATIENCE).build())
            .build());
  }

  void close() {
    calls.shutdownNow();
    if (ours) {
      work.shutdownNow();
      work.awaitTermination(1, TimeUnit.SECONDS);
    }
  }
}
