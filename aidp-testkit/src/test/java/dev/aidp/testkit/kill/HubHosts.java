package dev.aidp.testkit.kill;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.repo.SampleRepository;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Hosts that share the service and a hub, and nothing else, and one feature whose starter knows no
 * more than a queue.
 */
final class HubHosts implements AutoCloseable {

  private final Path folder;
  private final String name = "fleet-" + UUID.randomUUID();
  private final SampleRepository seed;
  private final String hub;
  private final List<ChildJvm> hosts = new ArrayList<>();
  private final WorkflowServiceStubs stubs =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder().setTarget(OneHost.target()).build());

  HubHosts(Path folder) {
    this.folder = folder;
    this.seed = SampleRepository.in(folder.resolve("seed"));
    this.hub = seed.bare(folder.resolve("hub.git")).toString();
  }

  /** Returns the id of the feature; the names of the queues end with it. */
  String name() {
    return name;
  }

  String hub() {
    return hub;
  }

  /** Waits until all that were started work. */
  void awaitAll() {
    for (ChildJvm host : hosts) {
      Await.until(() -> host.says("works"), "each host to work");
    }
  }

  /** Starts a host with a clone of its own, which has its name. */
  ChildJvm start(String host) throws IOException {
    return added(ChildJvm.start(OneHost.class, log(host), arguments(host, OneHost.target())));
  }

  /** Starts one that is in {@code network}. */
  ChildJvm start(String host, OwnNetwork network) throws IOException {
    List<String> arguments = arguments(host, network.target());
    return added(ChildJvm.inside(network, OneHost.class, log(host), arguments));
  }

  private ChildJvm added(ChildJvm host) {
    hosts.add(host);
    return host;
  }

  private Path log(String host) {
    return folder.resolve(host + ".log");
  }

  private List<String> arguments(String host, String target) {
    return List.of(clone(host).toString(), hub, target, name);
  }

  /** Makes a clone. */
  Path clone(String called) {
    Path clone = folder.resolve(called);
    seed.git("clone", "--quiet", hub, clone.toString());
    return clone;
  }

  /** Gives the repository the submodule {@code vendor/lib}, with the file {@code lib.txt}. */
  void addSubmodule() {
    SampleRepository lib = SampleRepository.in(folder.resolve("lib"));
    lib.write("lib.txt", "lib\n").commitAll("A library");
    seed.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library(), "vendor/lib");
    seed.commitAll("With a library");
    seed.git("push", "--quiet", hub, "HEAD:main");
  }

  /** Fills it in the clone of {@code host}; no other can do that afterwards. */
  void fillSubmodule(String host) throws IOException {
    SampleRepository.at(folder.resolve(host))
        .git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init");
    Files.move(folder.resolve("lib"), folder.resolve("unreachable"));
  }

  private String library() {
    return folder.resolve("lib").toString();
  }

  /** Returns on what the submodule of the result stands, if the hub has that. */
  String submodule() {
    String commit = seed.git("--git-dir", hub, "rev-parse", branch() + ":vendor/lib");
    String ref = "refs/aidp/_hub/" + name + "/@submodules/" + commit;
    return seed.git("--git-dir", hub, "show", ref + ":lib.txt");
  }

  /** Starts the feature by the service alone; {@code more} is asked besides text and plan. */
  WorkflowStub feature(String plan, Map<String, Object> more) {
    WorkflowStub feature =
        WorkflowClient.newInstance(stubs)
            .newUntypedWorkflowStub(
                "AidpFeatureOrchestration",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(name)
                    .setTaskQueue("aidp-orchestrator-" + name)
                    .build());
    feature.start(
        ImmutableMap.builder().put("text", "A feature").put("plan", plan).putAll(more).build());
    return feature;
  }

  /** Waits for the end of the feature. */
  static JsonNode end(WorkflowStub feature, int seconds) throws Exception {
    return feature.getResult(seconds, TimeUnit.SECONDS, JsonNode.class);
  }

  /** Returns the names of the files of the result. */
  List<String> files() {
    return seed.lines("--git-dir", hub, "ls-tree", "--name-only", branch());
  }

  /** Returns what a file of the result holds. */
  String text(String file) {
    return seed.git("--git-dir", hub, "show", branch() + ":" + file);
  }

  private String branch() {
    return "refs/aidp/_hub/" + name + "/@branches/aidp/" + name;
  }

  @Override
  public void close() throws Exception {
    for (ChildJvm host : hosts) {
      host.kill();
    }
    stubs.shutdownNow();
  }
}
