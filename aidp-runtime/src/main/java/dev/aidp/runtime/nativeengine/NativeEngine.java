package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.engine.Update;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.Message;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.runtime.owner.Owners;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Beat;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Keys;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The engine inside this process: no server, one file. Runs survive the death of any process; one
 * that nobody owns goes on when somebody calls {@link #start} or {@link #adopt} with its id.
 *
 * <p>If a run is owned by another process that dies, {@link #result} fails with {@link
 * UnusableException}; the caller may then {@link #adopt} the run and ask again.
 */
public final class NativeEngine implements Engine {

  private final Runs runs;
  private final Journal journal;
  private final Owners owners;
  private final Resources resources;
  private final @Nullable Poller poller;
  private volatile boolean closed;

  NativeEngine(Runs runs, Owners owners, Resources resources, @Nullable Poller poller) {
    this.runs = runs;
    this.journal = runs.journal();
    this.owners = owners;
    this.resources = resources;
    this.poller = poller;
  }

  /**
   * Returns a builder of an engine that keeps its runs in {@code database}, which it does not
   * close.
   */
  public static NativeEngineBuilder builder(Database database) {
    return new NativeEngineBuilder(database);
  }

  @Override
  public String name() {
    return "native";
  }

  @Override
  public <W> void start(String id, Class<W> workflow, Consumer<W> call, Labels labels) {
    checkOpen();
    Method method = WireNames.workflowMethod(workflow);
    CapturedCall made = CapturedCall.of(workflow, call);
    if (!made.method().equals(method)) {
      throw new IllegalStateException(
          "A run is started by its workflow method, not by " + made.method().getName());
    }
    String type = WireNames.workflowType(workflow);
    Optional<String> other = journal.run(id).map(RunRow::type);
    if (!other.orElse(type).equals(type)) {
      throw Engine.otherType(id, other.get(), type);
    }
    if (runs.get(id) == null) {
      RunRow fresh = RunRow.root(Keys.checked(id), type, Wire.sent(method, made.args()));
      live(journal.claim(fresh, labels, runs.me(), this::othersAlive, runs.now()));
    }
  }

  @Override
  public boolean adopt(String id) {
    checkOpen();
    return runs.get(id) != null
        || journal.claim(id, runs.me(), this::othersAlive).map(this::live).orElse(false);
  }

  /**
   * What this process owns and does not live here is left from a halt, and may be claimed again.
   */
  private boolean othersAlive(String owner) {
    return !owner.equals(runs.me()) && owners.alive(owner);
  }

  private boolean live(RunRow claimed) {
    if (claimed.end() != null || !runs.me().equals(claimed.owner())) {
      return false;
    }
    // Children live when their parents ask for them.
    runs.load(
        claimed.id().equals(claimed.root()) ? claimed : journal.run(claimed.root()).orElseThrow());
    return true;
  }

  @Override
  public <R> CompletableFuture<Outcome<R>> result(String id, Class<R> type) {
    return Engine.handedOut(end(id), runs.results())
        .thenApply(answer -> Payload.outcome(answer, type));
  }

  private CompletableFuture<Answer> end(String id) {
    RunLoop here = runs.get(id);
    if (here != null) {
      return here.end().copy();
    }
    Optional<RunRow> row = journal.run(id);
    if (row.isEmpty()) {
      return CompletableFuture.failedFuture(NotFoundException.run(id));
    }
    if (row.get().end() != null) {
      return CompletableFuture.completedFuture(row.get().end().answer());
    }
    if (poller != null && row.get().owner() != null && othersAlive(row.get().owner())) {
      return poller.watch(id);
    }
    UnusableException why = runs.whyInterrupted(row.get().root());
    return CompletableFuture.failedFuture(why == null ? Poller.ownerless(id) : why);
  }

  @Override
  public <W> boolean signal(String id, Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    return signal(id, WireNames.signal(made.method()), Wire.sent(made.method(), made.args()));
  }

  @Override
  public boolean signal(String id, String name, String args) {
    Message message = new Message(UUID.randomUUID().toString(), id, name, args);
    boolean sent = journal.send(message, runs.now());
    runs.look(id);
    return sent;
  }

  @Override
  public boolean terminate(String id) {
    Message order = new Message(UUID.randomUUID().toString(), id, Message.TERMINATE, "[]");
    boolean open = journal.terminate(order, runs::owned, Runs.TERMINATED, runs.now());
    runs.look(id);
    runs.updates().look(id);
    return open;
  }

  @Override
  public CompletableFuture<Outcome<String>> update(String id, Update update) {
    CompletableFuture<Outcome<String>> outcome = runs.updates().send(id, update, runs.now());
    runs.look(id);
    return Engine.handedOut(outcome, runs.results());
  }

  @Override
  public <W, S> S query(String id, Class<W> workflow, Function<W, S> query) {
    return query.apply(
        CapturedCall.proxy(
            workflow,
            (self, method, args) -> {
              Engine.demandQuery(id, method);
              List<@Nullable Object> values = CapturedCall.of(method, args).args();
              return Payload.value(
                  Queries.ask(runs, id, method, values), method.getGenericReturnType());
            }));
  }

  @Override
  public String query(String id, String name, String args) {
    String type = journal.run(id).map(RunRow::type).orElseThrow(() -> NotFoundException.run(id));
    Class<?> workflow = runs.definition(type).type();
    Method query;
    @Nullable Object[] values;
    try {
      query = WireNames.queryMethod(workflow, name);
      values = Wire.args(query, args);
    } catch (IllegalArgumentException e) {
      throw Engine.unanswered(id, name, String.valueOf(e.getMessage()));
    }
    return Queries.ask(runs, id, query, Arrays.asList(values));
  }

  @Override
  public List<HistoryEntry> history(String id, Predicate<String> without) {
    return Histories.of(journal.family(id, without));
  }

  @Override
  public Condition condition(String id) {
    Optional<RunRow> found = journal.run(id);
    if (found.isEmpty()) {
      return Condition.ABSENT;
    }
    RunRow row = found.get();
    if (row.end() != null) {
      return Condition.ENDED;
    }
    return runs.owned(row) ? Condition.OWNED : Condition.ORPHANED;
  }

  @Override
  public Map<String, String> attributes(String id) {
    return journal.attributes(id);
  }

  @Override
  public Optional<Instant> ended(String id) {
    return journal.run(id).flatMap(row -> Optional.ofNullable(row.end())).map(RunRow.End::at);
  }

  @Override
  public Optional<UnusableException> interruption(String id) {
    return journal.run(id).map(RunRow::root).flatMap(this::interruptionOf);
  }

  /** What could not be written, as on a full disk, is known in this process only. */
  private Optional<UnusableException> interruptionOf(String root) {
    return journal.interruption(root).or(() -> Optional.ofNullable(runs.whyInterrupted(root)));
  }

  @Override
  public List<Beat> beats(String id) {
    return journal.details(id).stream().map(Beat::read).toList();
  }

  /** Returns how the places for steps are used now, by weight. */
  public Map<String, Places.Use> use() {
    return resources.pools().use();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    drain(Duration.ZERO);
    if (poller != null) {
      poller.close();
    }
    runs.updates().close();
    resources.close();
    owners.close();
  }

  @Override
  public void drain(Duration limit) {
    runs.drain().completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS).join();
    CompletableFuture<?>[] halts =
        runs.all().stream()
            .map(run -> run.row().root())
            .distinct()
            .map(root -> runs.halt(root, closing(root)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(halts).join();
  }

  private static UnusableException closing(String root) {
    return new UnusableException(
        "Run " + root + " is interrupted: its process ends.", "Start it again; it goes on.");
  }

  private void checkOpen() {
    if (runs.draining()) {
      throw new UnusableException("The engine is closed.", "Open another one.");
    }
  }

  /** What an engine opens and closes besides its runs. */
  record Resources(StepPools pools, List<AutoCloseable> all) implements AutoCloseable {
    @Override
    public void close() {
      IllegalStateException failed = null;
      for (AutoCloseable one : all) {
        try {
          one.close();
        } catch (Exception e) {
          failed = failed == null ? new IllegalStateException(e) : failed;
        }
      }
      if (failed != null) {
        throw failed;
      }
    }
  }
}
