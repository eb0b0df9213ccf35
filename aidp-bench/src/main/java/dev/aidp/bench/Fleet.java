package dev.aidp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Machine;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much sooner three hosts finish a feature than one, with agents that sleep: the hosts are
 * processes with clones of their own, which share a hub and a dev server, on this machine. So its
 * cores are shared, too, and only sleeping is done side by side.
 */
public final class Fleet {

  private static final int UNITS = 45;
  private static final int SLEEP_SECONDS = 60; // turns of agents take minutes
  private static final double WANTED = 2.7;

  private final int units;
  private final int sleepSeconds;

  private Fleet(int units, int sleepSeconds) {
    this.units = units;
    this.sleepSeconds = sleepSeconds;
  }

  /** Measures and prints; takes how many units, and for how many seconds each sleeps. */
  public static void main(String[] args) throws IOException {
    int units = args.length > 0 ? Integer.parseInt(args[0]) : UNITS;
    int sleepSeconds = args.length > 1 ? Integer.parseInt(args[1]) : SLEEP_SECONDS;
    new Fleet(units, sleepSeconds).measure();
  }

  private void measure() throws IOException {
    double one = seconds(1);
    double three = seconds(3);
    System.out.printf(
        Locale.ROOT,
        "%d units that sleep for %d s, 5 places a host: one host %.1f s, three hosts %.1f s, ratio %.2f, wanted %.1f: %s%n",
        units,
        sleepSeconds,
        one,
        three,
        one / three,
        WANTED,
        one / three >= WANTED ? "met" : "MISSED");
    System.out.println("Measured on: " + Machine.line());
  }

  private double seconds(int hosts) throws IOException {
    Path folder = Machine.folder("fleet");
    List<ChildJvm> fleet = new ArrayList<>();
    GitTrace trace = new GitTrace(folder);
    Map<String, String> traced = Map.of("GIT_CONFIG_GLOBAL", trace.configuration().toString());
    try (DevServer server = DevServer.start()) {
      SampleRepository seed = SampleRepository.in(folder.resolve("seed"));
      String hub = seed.bare(folder.resolve("hub.git")).toString();
      for (int host = 0; host < hosts; host++) {
        String clone = folder.resolve("host-" + host).toString();
        seed.git("clone", "--quiet", hub, clone);
        ChildJvm process = ChildJvm.running(FleetHost.class, traced, clone, hub, server.target());
        fleet.add(process);
        process.awaitSaying(FleetHost.WORKS);
      }
      double seconds = feature(server.target());
      GitTrace.Share share = trace.share();
      System.out.printf(
          Locale.ROOT,
          "%d hosts: %.1f s; git: %d calls, %.1f s in all%n",
          hosts,
          seconds,
          share.calls(),
          share.seconds());
      return seconds;
    } finally {
      fleet.forEach(ChildJvm::close);
      Machine.delete(folder);
    }
  }

  /** Returns how long a feature takes whose starter knows no more than a queue. */
  private double feature(String target) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      WorkflowStub feature =
          WorkflowClient.newInstance(stubs)
              .newUntypedWorkflowStub(
                  "AidpFeatureOrchestration",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("fleet")
                      .setTaskQueue("aidp-orchestrator")
                      .build());
      long began = System.nanoTime();
      feature.start(request());
      JsonNode end = feature.getResult(JsonNode.class);
      if (!end.get("state").asText().equalsIgnoreCase("completed")) {
        throw new IllegalStateException(end.toPrettyString());
      }
      return (System.nanoTime() - began) / 1e9;
    } finally {
      stubs.shutdownNow();
    }
  }

  private Map<String, Object> request() {
    String plan =
        IntStream.range(0, units)
            .mapToObj("{id: u%02d, task: Do it.}"::formatted)
            .collect(Collectors.joining(", ", "{feature: F, units: [", "]}"));
    String agent =
        "sleep " + sleepSeconds + "; echo done > \"$AIDP_UNIT_ID.txt\"; echo STATUS: COMPLETE";
    return Map.of(
        "text",
        "A feature of units that sleep",
        "plan",
        plan,
        "agents",
        Map.of("command", agent),
        "limits",
        Map.of("max_parallel", units));
  }
}
