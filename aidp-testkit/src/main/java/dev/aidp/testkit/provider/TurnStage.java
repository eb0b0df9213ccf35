package dev.aidp.testkit.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.AgentActivitiesImpl;
import dev.aidp.activities.agent.Supervision;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.git.TreeState;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A repository with an open worktree, in which single turns of one provider are taken as a run
 * takes them: supervised, restored, recorded.
 */
public final class TurnStage {

  private static final Work WORK = new Work("run", 1, "_plan", 1);
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Long enough for a machine that is busy, short enough for a test. */
  static final Supervision SUPERVISION =
      new Supervision(Duration.ofSeconds(20), Duration.ofMillis(300));

  private final AgentProvider provider;
  private final Layout layout;
  private final Worktrees worktrees;
  private final ContentStore store;
  private final InheritedEnvironment surroundings;
  private final Supervision supervision;
  private final List<Object> beats = new CopyOnWriteArrayList<>();
  private TreeState state;
  private String task = "Do the work.";
  private Permission permission = Permission.EDIT;
  private Duration timeout = LONG;
  private Spending spending = Spending.unlimited();
  private Budget budget = Budget.NONE;

  /** Sets one up in {@code folder}. */
  public TurnStage(Path folder, AgentProvider provider) {
    this(folder, provider, SUPERVISION);
  }

  TurnStage(Path folder, AgentProvider provider, Supervision supervision) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    this.provider = provider;
    this.supervision = supervision;
    this.layout = Layout.of(repository.top());
    layout.prepare();
    this.worktrees = new Worktrees(layout);
    this.surroundings = InheritedEnvironment.ofThisProcess();
    this.store = new ContentStore(layout.artifacts(), surroundings.secrets());
    this.state = worktrees.open(WORK, repository.commit("main"));
  }

  /** Sets what the agent is asked for. */
  public TurnStage asking(String text) {
    task = text;
    return this;
  }

  /** Sets what the agent may do. */
  public TurnStage allowing(Permission other) {
    permission = other;
    return this;
  }

  /** Sets how long a turn may take. */
  public TurnStage within(Duration other) {
    timeout = other;
    return this;
  }

  /** Sets what the run may spend, and where that is kept. */
  TurnStage spending(Spending other, Budget most) {
    spending = other;
    budget = most;
    return this;
  }

  /** Takes a turn in a session of its own. */
  public TurnResult turn() {
    return turn(null);
  }

  /** Takes a turn in {@code session}, or in one of its own if that is null. */
  public TurnResult turn(@Nullable String session) {
    return turn(session, 1, () -> false);
  }

  /**
   * Takes a turn as the {@code attempt}-th start of its step, which is cancelled once {@code
   * cancelled} holds; what it leaves is where the next turn begins.
   *
   * @throws StepCancelledException if it was cancelled
   */
  public TurnResult turn(@Nullable String session, int attempt, BooleanSupplier cancelled) {
    TurnRequest request =
        new TurnRequest(
            WORK,
            Role.PLANNER,
            1,
            new TurnRequest.Asked(
                new AgentChoice(provider.name(), null, permission, ImmutableMap.of()),
                null,
                session,
                false),
            new TurnRequest.Bounds(timeout, budget),
            state,
            new PromptContext(store.put(task), "", ImmutableList.of(), null),
            TurnRequest.Artifacts.NONE);
    TurnResult result = perform(request, new Step(attempt, cancelled));
    state = result.state();
    return result;
  }

  private TurnResult perform(TurnRequest request, StepInfo step) {
    AgentActivitiesImpl activities =
        new AgentActivitiesImpl(
            layout,
            worktrees,
            store,
            new PlanTexts(store),
            Providers.builtIn().with(ImmutableList.of(provider)),
            supervision,
            Clock.system(ZoneId.systemDefault()),
            surroundings,
            spending,
            Preparation.none(layout, surroundings.secrets()));
    try {
      return StepInfo.performing(step, () -> activities.turn(request));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a file of the worktree. */
  public Path file(String name) {
    return worktrees.path(WORK).resolve(name);
  }

  /** Returns the agent's whole reply. */
  public String reply(TurnResult result) {
    return store.text(result.texts().reply());
  }

  /** Returns all that the agent's program wrote on its standard output. */
  public String transcript(TurnResult result) {
    return store.text(String.valueOf(result.texts().transcript()));
  }

  /** Returns how much that is, without reading it into memory. */
  long transcriptBytes(TurnResult result) {
    try (InputStream all = store.open(String.valueOf(result.texts().transcript()))) {
      return all.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what the agent was told. */
  public String prompt(TurnResult result) {
    return store.text(String.valueOf(result.texts().prompt()));
  }

  /** Returns what people see of all turns. */
  public String log() {
    try {
      return Files.readString(layout.logs(WORK.run(), WORK.unit()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the details of all beats, as text. */
  public String beats() {
    return beats.toString();
  }

  /** A step whose beats are kept. */
  private final class Step implements StepInfo {

    private final int attempt;
    private final BooleanSupplier cancelled;

    Step(int attempt, BooleanSupplier cancelled) {
      this.attempt = attempt;
      this.cancelled = cancelled;
    }

    @Override
    public String key() {
      return "run:iteration-1/agent";
    }

    @Override
    public int attempt() {
      return attempt;
    }

    @Override
    public void beat(@Nullable Object details) {
      if (details != null) {
        beats.add(details);
      }
      if (cancelled.getAsBoolean()) {
        throw new StepCancelledException("Cancelled by the test.");
      }
    }

    @Override
    public <D> Optional<D> lastBeat(Class<D> type) {
      return Optional.empty();
    }
  }
}
