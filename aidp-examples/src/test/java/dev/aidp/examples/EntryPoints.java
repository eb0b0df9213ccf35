package dev.aidp.examples;

import dev.aidp.Aidp;
import dev.aidp.EventSubscription;
import dev.aidp.Extensions;
import dev.aidp.RunEvent;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.Runs;
import dev.aidp.StartOptions;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.plan.Plan;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Check;
import dev.aidp.run.Limits;
import dev.aidp.run.Permission;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Usage;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the Javadoc of each entry point shows, so that it compiles: {@link GuideTest}. */
abstract class EntryPoints {

  private static final Path REPOSITORY = Path.of(".");

  private final Aidp aidp = Aidp.open(REPOSITORY, AidpOptions.defaults());
  private final FeatureRequest request = FeatureRequest.of("Add CSV export");
  private final RunHandle run = aidp.run("add-csv-export");

  AidpOptions options() {
    // tag::AidpOptions[]
    AidpOptions options =
        AidpOptions.defaults()
            .at("temporal.example.com:7233", "production")
            .withRuns(AidpOptions.ForRuns.USUAL.withEngine("temporal"))
            .withWorker(AidpOptions.ForWorker.USUAL.withAgents(Map.of("claude", 2)));
    // end::AidpOptions[]
    return options;
  }

  List<List<String>> policy() {
    // tag::PrunePolicy[]
    PrunePolicy policy = new PrunePolicy(20, Duration.ofDays(7), false);
    List<String> would = aidp.prune(policy, true).runs(); // a dry run: nothing goes
    List<String> gone = aidp.prune(policy, false).runs();
    // end::PrunePolicy[]
    return List.of(would, gone);
  }

  void start() {
    // tag::StartOptions[]
    StartOptions options =
        StartOptions.id("release-7").on("temporal").withMemo(Map.of("team", "core"));
    RunHandle run = aidp.start(request, options); // or attaches to the run that there is
    // end::StartOptions[]
    run.view();
  }

  void definition() {
    // tag::WorkflowDefinition[]
    WorkflowDefinition<ReleaseWorkflow> release =
        new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);
    Extensions extensions = Extensions.none().workflow(release).activities(new Announcements());
    // end::WorkflowDefinition[]
    Aidp.open(REPOSITORY, AidpOptions.defaults(), extensions).close();
  }

  FeatureRequest settings() {
    // tag::RunSettings[]
    RunSettings settings =
        RunSettings.of("./agent.sh", new Check("tests", "mvn -q test"))
            .withLimits(Limits.defaults().withMaxParallel(3));
    FeatureRequest request = FeatureRequest.of("Add CSV export").with(settings);
    // end::RunSettings[]
    return request;
  }

  List<Check> checks() {
    // tag::Check[]
    Check tests = new Check("tests", "mvn -q test").withTimeout(Duration.ofMinutes(20));
    Check style =
        new Check("style", "mvn -q checkstyle:check")
            .withOptional(true)
            .withPhase(Check.Phase.ON_COMPLETION);
    // end::Check[]
    return List.of(tests, style);
  }

  Limits limits() {
    // tag::Limits[]
    Limits limits =
        Limits.defaults()
            .withMaxIterations(10)
            .withAgentTimeout(Duration.ofMinutes(30))
            .withRunTimeout(Duration.ofHours(4));
    // end::Limits[]
    return limits;
  }

  void runs(AidpOptions options) {
    // tag::Runs[]
    try (Runs runs = Aidp.connect(options)) {
      for (RunHandle run : runs.runs(RunFilter.all().in(RunState.WAITING))) {
        System.out.println(run.view().id());
      }
    }
    // end::Runs[]
  }

  void plugin(WorkflowServiceStubs stubs) {
    // tag::AidpPlugin[]
    AidpPlugin plugin = aidp.plugin().onQueue("agents");
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker("agents").registerWorkflowImplementationTypes(YourWorkflow.class);
    factory.start();
    // end::AidpPlugin[]
  }

  void events() {
    // tag::EventSubscription[]
    try (EventSubscription events =
        run.events(RunEvent.BEGINNING, event -> System.out.println(event.entry().key()))) {
      events.ended().join(); // what went wrong with the listener is thrown here
    }
    // end::EventSubscription[]
  }

  Plan plan() {
    // tag::PlanUnit[]
    Plan plan =
        Plan.of("Add CSV export")
            .unit("model", unit -> unit.task("Add the row model.").files("src/model/**"))
            .unit("writer", unit -> unit.task("Write the rows.").dependsOn("model").retries(1))
            .build();
    // end::PlanUnit[]
    return plan;
  }

  String artifacts(ArtifactStore store) {
    // tag::ArtifactStore[]
    String ref = store.put("A report that is too long for the arguments of a step.");
    String text = store.text(ref); // in any process that has this store
    // end::ArtifactStore[]
    return text;
  }

  /** Inside a workflow. */
  List<Object> children(WorkflowContext context) {
    // tag::FeatureOrchestrationWorkflow[]
    FeatureState feature =
        context
            .child(FeatureOrchestrationWorkflow.class, "csv")
            .run(csv -> csv.run(FeatureRequest.of("Add CSV export").into("csv")));
    // end::FeatureOrchestrationWorkflow[]
    // tag::WorkLoopWorkflow[]
    UnitResult fixed =
        context
            .child(WorkLoopWorkflow.class, "fix")
            .run(fix -> fix.run(WorkLoopRequest.of("Fix the flaky test").into("fix")));
    // end::WorkLoopWorkflow[]
    // tag::MergeAtomicUnitsWorkflow[]
    MergeResult merged =
        context
            .child(MergeAtomicUnitsWorkflow.class, "merge")
            .run(merge -> merge.run(MergeRequest.of("release", "csv", "fix")));
    // end::MergeAtomicUnitsWorkflow[]
    return List.of(feature, fixed, merged);
  }

  FeatureRequest provider() {
    // tag::AgentProvider[]
    Extensions extensions = Extensions.none().provider(new Echo()); // its name is echo
    FeatureRequest request = FeatureRequest.of("Add CSV export").agent("echo");
    // end::AgentProvider[]
    return extensions.providers().isEmpty() ? this.request : request;
  }

  Extensions reader() {
    // tag::TurnReader[]
    Extensions extensions =
        Extensions.none()
            .program("echo", Map.of("binary", "echo-agent", "args", "--yes"), LastLine::new);
    // end::TurnReader[]
    return extensions;
  }

  private record Echo() implements AgentProvider {

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(
          Capabilities.PromptWay.STDIN, Set.of(), Set.of(Permission.EDIT, Permission.FULL));
    }

    @Override
    public Invocation invocation(AgentTurn turn) {
      return new Invocation(List.of("echo-agent", "--yes"), Map.of(), Set.of(), true);
    }

    @Override
    public TurnReader reader(AgentTurn turn) {
      return new LastLine();
    }
  }

  private static final class LastLine implements TurnReader {

    private String last = "";

    @Override
    public @Nullable String session() {
      return null;
    }

    @Override
    public boolean done() {
      return false;
    }

    @Override
    public String output(String line) {
      last = line;
      return line; // what the log shows
    }

    @Override
    public TurnOutput end(@Nullable Integer exitCode) {
      return new TurnOutput(last, Usage.NONE, Integer.valueOf(0).equals(exitCode), null);
    }
  }

  /** Of an application. */
  interface ReleaseWorkflow {}

  private record Release(WorkflowContext context) implements ReleaseWorkflow {}

  private record Announcements() {}

  private static final class YourWorkflow {}
}
