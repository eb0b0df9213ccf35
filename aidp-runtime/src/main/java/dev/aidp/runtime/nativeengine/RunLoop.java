package dev.aidp.runtime.nativeengine;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.Message;
import dev.aidp.runtime.journal.RunRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run that lives here: what happens to it is delivered to its program, journaled with what that
 * asks, and then started.
 */
final class RunLoop {
  /*
   * There is no thread of the loop's own. Whoever brings an event and finds nobody at work does the work: an activity's
   * thread that ends a step hands the baton to the workflow, journals the outcome with what the workflow asks next, and
   * starts that, which saves a change of threads. All events that wait share one commit.
   */

  private final RunRow row;
  private final CompletableFuture<Void> gate;
  private final Runs runs;
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean working = new AtomicBoolean();
  private final Set<StepTask> tasks = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> timers = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Answer> end = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile @Nullable Program program;
  private long journaled;
  private Instant last = Instant.EPOCH;
  private volatile boolean over;

  RunLoop(RunRow row, Runs runs) {
    this(row, runs, CompletableFuture.completedFuture(null));
  }

  /** Makes one that does nothing before {@code gate} is open. */
  RunLoop(RunRow row, Runs runs, CompletableFuture<Void> gate) {
    this.row = row;
    this.runs = runs;
    this.gate = gate;
  }

  String id() {
    return row.id();
  }

  RunRow row() {
    return row;
  }

  /** Completes with the result, or with why the run is interrupted here. */
  CompletableFuture<Answer> end() {
    return end;
  }

  /** Completes when nothing of the run executes here any more. */
  CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** Completes when nothing new is to be started and what was under way is recorded. */
  CompletableFuture<Void> drained() {
    return drained;
  }

  Set<StepTask> tasks() {
    return tasks;
  }

  @Nullable Program program() {
    return program;
  }

  /** Tells the loop something, to be worked on by another thread. */
  void post(Event event) {
    add(event);
    var unused = gate.thenRun(this::workSoon);
  }

  private void add(Event event) {
    runs.ticker().begun();
    events.add(event);
  }

  private void workSoon() {
    try {
      runs.loops().execute(this::work);
    } catch (RejectedExecutionException e) {
      // The engine is closed: nobody hears of a step any more, but who asks waits for an answer.
      events.removeIf(
          event ->
              event instanceof Event.Ask ask
                  && ask.answer().completeExceptionally(new Event.Gone()));
    }
  }

  /** Works until there is nothing left, unless somebody else does already. */
  void work() {
    while (!events.isEmpty() && workOnce()) {}
  }

  private boolean workOnce() {
    if (!working.compareAndSet(false, true)) {
      return false;
    }
    try {
      workOff();
    } finally {
      working.set(false);
    }
    return true;
  }

  private void workOff() {
    List<Event> batch = new ArrayList<>();
    for (Event event = events.poll(); event != null; event = events.poll()) {
      batch.add(event);
    }
    try {
      if (!over) {
        react(batch);
      }
    } catch (UnusableException e) {
      halt(e);
    } catch (RuntimeException | Error e) {
      halt(
          new UnusableException(
              "Run %s cannot be gone on with: %s".formatted(row.id(), e),
              "Mend the cause, then go on.",
              e));
    } finally {
      batch.forEach(this::answer);
      batch.forEach(event -> runs.ticker().ended());
    }
    // A step leaves the tasks after it has brought its outcome, so none is on its way.
    if (runs.draining() && tasks.isEmpty() && events.isEmpty()) {
      drained.complete(null);
    }
  }

  private void react(List<Event> batch) {
    for (Event event : batch) {
      if (event instanceof Event.Halt halt) {
        keep(batch, halt.cause());
        if (over) {
          return; // that was its end
        }
        throw halt.cause();
      }
      if (event instanceof Event.ParentEnded dismiss) {
        leave();
        end.complete(dismiss.end());
        return;
      }
    }
    if (runs.draining()) {
      tasks.removeIf(StepTask::withdraw);
    }
    Program here = program;
    if (here == null) {
      boot();
      return;
    }
    List<Entry> happened = entries(here, batch);
    if (batch.stream().anyMatch(Event.InboxCheck.class::isInstance)) {
      happened.addAll(runs.journal().waiting(row.id(), now()));
    }
    if (!happened.isEmpty()) {
      advance(here, happened, true);
    }
  }

  /** Records what has ended before the run has to stop here: it need not be done again. */
  private void keep(List<Event> batch, UnusableException cause) {
    Program here = program;
    List<Entry> happened = here == null ? List.of() : entries(here, batch);
    if (here != null && !happened.isEmpty()) {
      try {
        advance(here, happened, false);
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }

  /**
   * Brings the program to where the journal ends, starting nothing; then takes messages; then
   * begins to live.
   */
  private void boot() {
    List<Entry> recorded = runs.journal().recorded(row.id()).orElseThrow().entries();
    Program booting =
        new Program(
            row, runs.definition(row.type()), runs.threads(), () -> runs.journal().memo(row.id()));
    program = booting;
    booting.replay(recorded);
    booting.demandAsked(runs.journal().started(row.id()));
    booting.live();
    journaled = recorded.size();
    boolean begun = recorded.stream().anyMatch(entry -> entry.kind() == EntryKind.START);
    last = recorded.isEmpty() ? last : recorded.get(recorded.size() - 1).at();
    List<Entry> happened = new ArrayList<>(runs.journal().waiting(row.id(), now()));
    if (!begun) {
      happened.add(new Entry(EntryKind.START, "", row.type(), Answer.NOTHING, now()));
    }
    advance(booting, happened, true);
  }

  private List<Entry> entries(Program program, List<Event> batch) {
    List<Entry> entries = new ArrayList<>();
    for (Event event : batch) {
      if (event instanceof Event.ResultArrived came) {
        Pending asked = program.pending(came.kind(), came.key());
        // A timer that was stopped, or an answer that came twice, is not worth an entry.
        if (asked != null
            && !asked.answered()
            && !(came.kind() == EntryKind.TIMER && asked.stopped())) {
          entries.add(entry(asked.request, came.answer()));
        }
      }
    }
    return entries;
  }

  private Entry entry(Request request, Answer answer) {
    Message sends =
        request instanceof Request.OfSignal signal
            ? new Message(row.id() + ":" + signal.key(), signal.to(), signal.type(), signal.args())
            : null;
    // The clock may be set back, and a timer's thread may be early by a moment; a run's time is
    // neither.
    if (request instanceof Request.OfTimer timer && timer.deadline().isAfter(now())) {
      last = timer.deadline();
    }
    return new Entry(request.kind(), request.key(), request.type(), answer, now(), sends);
  }

  private Instant now() {
    Instant now = runs.now();
    last = now.isAfter(last) ? now : last;
    return last;
  }

  /** Decides what follows from what has happened, records both in one commit, and then acts. */
  private void advance(Program program, List<Entry> happened, boolean stays) {
    boolean paid = happened.stream().anyMatch(program::answersTurn);
    Delivery delivery = Delivery.of(program, happened);
    List<Entry> recorded = delivery.recorded();
    UnusableException fault = delivery.fault();
    String anew = program.anew();
    boolean stopsHere = fault != null || program.end() != null || anew != null;
    boolean goesOn = stays && !stopsHere && !runs.draining();
    Starter next = new Starter(this, runs, goesOn ? program.takeRequested() : List.of());
    Answer ended = fault == null ? program.end() : null;
    Journal.Begun begun =
        runs.journal()
            .record(
                new Journal.Round(
                    row.id(),
                    journaled,
                    recorded,
                    next.steps(),
                    next.children(),
                    delivery.refused(),
                    ended),
                Runs.PARENT_ENDED,
                now());
    journaled += recorded.size();
    if (paid) {
      runs.journal().beginSync();
    }
    happened.stream()
        .flatMap(entry -> Stream.ofNullable(entry.sends()))
        .forEach(message -> runs.look(message.run()));
    runs.updates().look(row.id());
    if (!recorded.isEmpty() || ended != null) {
      runs.ticker().recorded(row.id(), recorded);
    }
    if (fault != null) {
      throw fault;
    }
    if (anew != null) {
      beginAnew(anew);
    } else if (ended == null) {
      next.start(begun);
    } else {
      leave();
      runs.ended(this, ended);
    }
  }

  /** What led here is recorded: whoever finds it after a crash comes here again. */
  private void beginAnew(String args) {
    RunRow fresh = runs.journal().beginAnew(row.id(), args, Payload.failed(Engine.CUT_SHORT));
    runs.updates().look(row.id());
    leave();
    runs.begunAnew(this, fresh);
  }

  private void halt(UnusableException cause) {
    leave();
    var unused = runs.halt(row.root(), cause);
  }

  /** Ends what executes here; nothing is journaled any more. */
  private void leave() {
    over = true;
    drained.complete(null);
    tasks.forEach(StepTask::abandon);
    timers.forEach(Runnable::run);
    if (program != null) {
      program.abandon();
    }
    quiet();
  }

  private void answer(Event event) {
    if (event instanceof Event.Ask ask) {
      Program here = program;
      if (over || here == null) {
        ask.answer().completeExceptionally(new Event.Gone());
      } else {
        Queries.answer(here, ask);
      }
    }
  }

  // What follows is told by steps under way, on their own threads.

  void awaitDurable() {
    runs.journal().awaitSync();
  }

  void beat(String key, String details) {
    runs.journal().beat(row.id(), key, details);
  }

  /** What is kept is as hard to have again as the outcome of a turn. */
  void keep(String key, String details) {
    beat(key, details);
    runs.journal().beginSync();
  }

  void perform(StepTask task) {
    tasks.add(task);
    task.begin();
  }

  /** Performs {@code task} as soon as a thread is free. */
  void execute(StepTask task) {
    runs.ticker().begun();
    runs.pool(task.request()).execute(task);
  }

  /** Hears that {@code execute} has come to its end. */
  void executed() {
    runs.ticker().ended();
  }

  /** Calls {@code action} when it is time for {@code task}; returns what forgets it. */
  Runnable at(StepTask task, Instant time, Runnable action) {
    if (runs.draining()) {
      left(task);
      return () -> {};
    }
    return kept(runs.ticker().at(task.key(), time, action));
  }

  Instant time() {
    return runs.now();
  }

  void repeats(String key, Instant next) {
    runs.journal().repeats(row.id(), key, next);
  }

  Journal.Start startedAgain(String key) {
    return runs.journal().startedAgain(row.id(), key);
  }

  /** Starts a timer and returns what forgets it. */
  Runnable timer(Request.OfTimer timer, Event fired) {
    Runnable forget =
        runs.ticker().at(row.id() + ":" + timer.key(), timer.deadline(), () -> post(fired));
    return kept(forget);
  }

  private Runnable kept(Runnable forget) {
    timers.add(forget);
    return () -> {
      timers.remove(forget);
      forget.run();
    };
  }

  void done(StepTask task, Answer answer) {
    left(task, new Event.ResultArrived(EntryKind.STEP, task.request().key(), answer));
  }

  void lost(StepTask task, UnusableException cause) {
    left(task, new Event.Halt(cause));
  }

  void left(StepTask task) {
    tasks.remove(task);
    quiet();
    if (runs.draining() && !over) {
      post(new Event.Drain());
    }
  }

  private void left(StepTask task, Event told) {
    add(told);
    left(task);
    if (runs.worksInPlace()) {
      workOnce();
    }
    // The rest is for the loops' threads, as this one may have the next step to perform.
    if (!events.isEmpty()) {
      workSoon();
    }
  }

  private void quiet() {
    if (over && tasks.isEmpty()) {
      stopped.complete(null);
    }
  }

  static Instant truncated(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
