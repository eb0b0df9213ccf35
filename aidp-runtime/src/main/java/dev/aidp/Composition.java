package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.agent.AgentActivitiesImpl;
import dev.aidp.activities.agent.AgentInProcess;
import dev.aidp.activities.agent.Supervision;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.analysis.AnalysisActivitiesImpl;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.command.CommandActivitiesImpl;
import dev.aidp.activities.evidence.EvidenceActivitiesImpl;
import dev.aidp.activities.git.CommittedFiles;
import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.RunBranches;
import dev.aidp.activities.git.RunEvidence;
import dev.aidp.activities.git.Transplant;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.handover.HandOverActivitiesImpl;
import dev.aidp.activities.health.CircuitBreakingAgent;
import dev.aidp.activities.health.HealthStore;
import dev.aidp.activities.health.HostLimitedAgent;
import dev.aidp.activities.health.ProviderHealth;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanActivitiesImpl;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.request.RequestActivitiesImpl;
import dev.aidp.activities.request.RequestResolver;
import dev.aidp.activities.request.SettingsReader;
import dev.aidp.activities.reuse.ReuseActivitiesImpl;
import dev.aidp.activities.review.ReviewActivitiesImpl;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.activities.spending.PriceTable;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.agent.AgentActivities;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.failure.UsageException;
import dev.aidp.git.GitActivities;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.config.RequestConfig;
import dev.aidp.runtime.health.ServiceHealth;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.nativeengine.NativeEngineBuilder;
import dev.aidp.runtime.nativeengine.Ticker;
import dev.aidp.runtime.nativeengine.TickerClock;
import dev.aidp.runtime.spending.LedgerLook;
import dev.aidp.runtime.spending.ServiceLedger;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepTransport;
import dev.aidp.workflows.temporal.StepWatch;
import dev.aidp.workflows.wire.WireNames;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the parts together: Aidp's workflows and activities, the application's, and an engine. */
final class Composition {

  private final Layout layout;
  private final AidpOptions options;
  private final @Nullable Hub hub;
  private final ImmutableList<WorkflowDefinition<?>> workflows;
  private final ImmutableList<Object> activities;
  private final ImmutableList<Object> sharing;

  Composition(Layout layout, AidpOptions options, Extensions extensions, Ledger ledger) {
    this.layout = layout;
    this.options = options;
    this.hub = hub(layout, options);
    this.workflows = workflows(extensions);
    this.activities =
        activities(extensions, new Kept(ledger, new HealthStore(layout.providers())), null);
    this.sharing = hub == null ? activities : sharing(extensions, hub);
    demandOneOfEachName();
  }

  /** What turns of all who work on a run or in its repository must know of each other. */
  private record Kept(Ledger ledger, ProviderHealth health) {}

  private ImmutableList<Object> activities(Extensions extensions, Kept kept, @Nullable Hub with) {
    return ImmutableList.builder()
        .addAll(own(layout, options, extensions, kept, with))
        .addAll(extensions.activities())
        .build();
  }

  /** With a hub the hosts of a run share nothing but that and the service. */
  private ImmutableList<Object> sharing(Extensions extensions, Hub with) {
    return ImmutableList.builder()
        .addAll(
            activities(
                extensions, new Kept(new ServiceLedger(), new ServiceHealth(with.id())), with))
        .add(new LedgerLook())
        .build();
  }

  /** Returns what workers on Temporal have besides, which is no run. */
  static ImmutableList<WorkflowDefinition<?>> onService(
      ImmutableList<WorkflowDefinition<?>> workflows) {
    return ImmutableList.<WorkflowDefinition<?>>builder()
        .addAll(workflows)
        .add(ServiceLedger.workflow(), ServiceHealth.workflow())
        .build();
  }

  /** Returns Aidp's workflows and the application's. */
  static ImmutableList<WorkflowDefinition<?>> workflows(Extensions extensions) {
    return ImmutableList.<WorkflowDefinition<?>>builder()
        .addAll(Workflows.definitions())
        .addAll(extensions.workflows())
        .build();
  }

  /** Found when Aidp is opened, not when the first run starts; an engine would take either. */
  private void demandOneOfEachName() {
    Map<String, Class<?>> known = new LinkedHashMap<>();
    for (WorkflowDefinition<?> workflow : workflows) {
      demandNew(known, "workflow", WireNames.workflowType(workflow.type()), workflow.type());
    }
    known.clear();
    for (Object performer : activities) {
      activities(performer)
          .keySet()
          .forEach(name -> demandNew(known, "activity", name, performer.getClass()));
    }
  }

  private static Map<String, Method> activities(Object performer) {
    try {
      return WireNames.activities(performer);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s performs no activities: %s".formatted(performer.getClass().getName(), e.getMessage()),
          performer.getClass().getName(),
          "Let it implement a public interface with @ActivityInterface.");
    }
  }

  private static void demandNew(
      Map<String, Class<?>> known, String what, String name, Class<?> one) {
    Class<?> other = known.putIfAbsent(name, one);
    if (other != null) {
      throw new UsageException(
          "The %s %s is both %s and %s.".formatted(what, name, other.getName(), one.getName()),
          one.getName(),
          "Give one of them another name.");
    }
  }

  static Providers providers(Extensions extensions) {
    return Providers.builtIn()
        .with(extensions.providers())
        .with(
            extensions.agents().entrySet().stream()
                .map(each -> new AgentInProcess(each.getKey(), each.getValue()))
                .toList());
  }

  /** Returns what reads the settings of requests over those of the repository. */
  static SettingsReader settingsReader(Layout layout, AidpOptions options, Extensions extensions) {
    return new RequestConfig(
        layout.stateDir().resolve("aidp.yml"),
        System.getenv(),
        options.runs().settings(),
        providers(extensions).names());
  }

  /** Returns the hub that is set; it is not asked for anything yet. */
  static @Nullable Hub hub(Layout layout, AidpOptions options) {
    String remote = options.repository().hub();
    return remote == null
        ? null
        : new Hub(
            layout,
            remote,
            new ContentStore(layout.artifacts(), options.agents().surroundings().secrets()),
            options.repository().artifacts());
  }

  /**
   * Returns the repository's hub: with one, a step may be performed on any host that reaches it, so
   * that no queue needs a host or a repository in its name.
   */
  Optional<Hub> hub() {
    return Optional.ofNullable(hub);
  }

  private StepTransport transport() {
    return hub == null ? StepTransport.NONE : new HubTransport(hub);
  }

  private static List<Object> own(
      Layout layout, AidpOptions options, Extensions extensions, Kept kept, @Nullable Hub hub) {
    InheritedEnvironment surroundings = options.agents().surroundings();
    Spending spending = new Spending(kept.ledger(), new PriceTable(options.agents().prices()));
    ContentStore artifacts = new ContentStore(layout.artifacts(), surroundings.secrets());
    PlanTexts plans = new PlanTexts(artifacts);
    OrphanReaper leftovers = new OrphanReaper(layout.processes());
    Clock clock = clock(options.time());
    Preparation preparation = options.agents().preparation(layout);
    Worktrees worktrees = new Worktrees(layout, preparation.settings().sparse());
    AgentActivities agents =
        new HostLimitedAgent(
            new CircuitBreakingAgent(
                new AgentActivitiesImpl(
                    layout,
                    worktrees,
                    artifacts,
                    plans,
                    providers(extensions),
                    Supervision.USUAL,
                    clock,
                    surroundings,
                    spending,
                    preparation),
                leftovers::end,
                kept.health(),
                clock),
            leftovers::end,
            Host.ofThisUser(options.agents().portBase()),
            options.worker().agents());
    CommandActivities commands =
        new CommandActivitiesImpl(
            layout, worktrees, artifacts, plans, surroundings, preparation, extensions.checks());
    GitActivities repository = git(layout, options, worktrees, plans, hub);
    EvidenceActivities evidence =
        new EvidenceActivitiesImpl(
            layout,
            artifacts,
            plans,
            new WireEvidence(),
            surroundings.secrets(),
            hub == null ? RunEvidence.HERE : hub.evidence());
    CommittedFiles files = new CommittedFiles(layout);
    HandOverActivities handOver = new HandOverActivitiesImpl(plans, artifacts, files);
    return List.of(
        new RequestActivitiesImpl(
            new RequestResolver(
                new Repository(layout),
                artifacts,
                surroundings.secrets(),
                settingsReader(layout, options, extensions))),
        new PlanActivitiesImpl(artifacts, files::content),
        new ReviewActivitiesImpl(artifacts, worktrees),
        agents,
        commands,
        repository,
        evidence,
        handOver,
        new UnitActivitiesImpl(agents, commands, repository, evidence, handOver),
        new ReuseActivitiesImpl(
            layout,
            plans,
            artifacts,
            new Transplant(
                layout,
                hub == null ? RunBranches.local(layout) : hub.branches(),
                options.repository().signCommits())),
        new AnalysisActivitiesImpl(layout));
  }

  /** Returns one of the machine's zone: programs name times of the local day. */
  private static Clock clock(@Nullable Ticker time) {
    ZoneId zone = ZoneId.systemDefault();
    return time == null ? Clock.system(zone) : new TickerClock(time, zone);
  }

  private static GitActivitiesImpl git(
      Layout layout, AidpOptions options, Worktrees worktrees, PlanTexts plans, @Nullable Hub hub) {
    OrphanReaper leftovers = new OrphanReaper(layout.processes());
    boolean sign = options.repository().signCommits();
    return hub == null
        ? new GitActivitiesImpl(layout, worktrees, plans, leftovers::end, sign)
        : new GitActivitiesImpl(layout, worktrees, plans, leftovers::end, sign, hub.branches());
  }

  /** Returns the workflow with this type name that runs may be of here. */
  Optional<Class<?>> workflow(String type) {
    return WireNames.workflow(workflows, type);
  }

  /** Returns what performs the steps of runs on Temporal. */
  ImmutableList<Object> activities() {
    return sharing;
  }

  AidpPlugin plugin() {
    return new AidpPlugin(onService(workflows), sharing, queues(), StepWatch.NONE, transport())
        .storing(shared());
  }

  /** Returns where all who work on a run find what is large; with a hub there is no such place. */
  private @Nullable ContentStore shared() {
    return hub == null ? store() : null;
  }

  private ContentStore store() {
    return new ContentStore(layout.artifacts(), options.agents().surroundings().secrets());
  }

  NativeEngine nativeEngine(Database database) {
    NativeEngineBuilder builder =
        NativeEngine.builder(database).sizes(options.worker().places()).artifacts(store());
    workflows.forEach(builder::workflow);
    activities.forEach(builder::activities);
    if (options.time() != null) {
      builder.ticker(options.time());
    }
    return builder.build();
  }

  /** Returns one that asks the server when something is first wanted of it. */
  TemporalEngine temporalEngine(String known, Server server) {
    String repository = hub().map(Hub::id).orElse(known); // the same in every clone
    String application = server.application();
    return new TemporalEngine(
        new TemporalSettings(
            fromTop(server.connection(options.temporal())),
            new RunPlace(repository, hub == null ? TemporalSettings.host() + "-" + repository : ""),
            layout.temporal().resolve(application.isEmpty() ? "workers" : "workers-" + application),
            queues().at(application),
            options.worker().version(),
            transport(),
            shared()),
        onService(workflows));
  }

  /** Files that are named in the settings lie in the repository. */
  private TemporalConnection fromTop(TemporalConnection connection) {
    return connection instanceof TemporalConnection.Options to
        ? to.withTls(to.tls().in(layout.top()))
        : connection;
  }

  private Queues queues() {
    return queues(options.temporal());
  }

  /** Returns the names of the queues, without suffix. */
  static Queues queues(AidpOptions.ForTemporal options) {
    Queues usual = Queues.DEFAULT;
    var named = options.queues();
    return new Queues(
        named.getOrDefault("orchestrator", usual.orchestrator()),
        named.getOrDefault("lightweight", usual.lightweight()),
        named.getOrDefault("standard", usual.standard()),
        named.getOrDefault("heavyweight", usual.heavyweight()),
        named.getOrDefault("merge", usual.merge()));
  }
}
