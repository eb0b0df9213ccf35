package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.Entry;
import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.runtime.journal.Message;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a workflow's code, to which entries are delivered. It has no effect outside; it only
 * asks.
 */
final class Program {
  /*
   * The order of everything is given by two rules. An entry is delivered only when every strand waits. After it the
   * strands are gone through in the order they were made, each that can go on does so until it waits again, and this is
   * repeated until none can. So equal entries give equal requests and equal states, however the threads are scheduled.
   */

  private static final String REMEDY = "Go on with the version that began it, or start a new run.";

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  private final RunRow run;
  private final WorkflowDefinition<?> definition;
  private final Executor threads;
  private final Supplier<Map<String, String>> memo;
  private final Object workflow;
  private final List<WorkflowThread> strands = new ArrayList<>();
  private final Map<EntryKind, Map<String, Pending>> pending = new EnumMap<>(EntryKind.class);
  private final Set<String> usedKeys = new LinkedHashSet<>();
  private final Set<String> startKeys = new LinkedHashSet<>();
  private final Map<String, Integer> counters = new LinkedHashMap<>();
  private final Map<String, Entry> updated = new LinkedHashMap<>();
  private List<Pending> requested = new ArrayList<>();
  private final RandomAndVersions draws;
  private Instant now = Instant.EPOCH;
  private @Nullable Answer end;
  private @Nullable String anew;
  private @Nullable UnusableException broken;
  private @Nullable WorkflowThread main;
  private volatile @Nullable WorkflowThread running;
  private volatile long runningSince;
  private volatile boolean replaying = true;

  /** Makes one; {@code memo} is what the run was started with, told when it asks. */
  Program(
      RunRow run,
      WorkflowDefinition<?> definition,
      Executor threads,
      Supplier<Map<String, String>> memo) {
    this.run = run;
    this.memo = memo;
    this.definition = definition;
    this.threads = threads;
    this.draws = new RandomAndVersions(run, this::replaying);
    this.workflow = definition.factory().apply(new NativeContext(this));
  }

  String runId() {
    return run.id();
  }

  Map<String, String> memo() {
    return memo.get();
  }

  Instant now() {
    return now;
  }

  /** Returns how the workflow ended, or null. */
  @Nullable Answer end() {
    return end;
  }

  /** Returns whether the run is one of the workflow {@code type}. */
  boolean is(String type) {
    return run.type().equals(type);
  }

  /** Returns the name of the workflow's interface. */
  String name() {
    return definition.type().getName();
  }

  /** Returns whether all that happens has happened before. */
  boolean replaying() {
    return replaying;
  }

  /** Brings it to where its journal ends, however often it was there. */
  void replay(List<Entry> recorded) {
    recorded.forEach(draws::recorded);
    recorded.forEach(this::deliver);
  }

  /** From here on what happens is new. */
  void live() {
    replaying = false;
  }

  /** Returns what it draws, and which versions of changes it has. */
  RandomAndVersions draws() {
    return draws;
  }

  /** Ends it so that the run begins anew with {@code args}. */
  void beginAnew(String args) {
    if (WorkflowThread.current(this) != main) {
      throw new IllegalStateException("Only the workflow method itself can continue as new.");
    }
    for (Map.Entry<String, Pending> child : of(EntryKind.CHILD).entrySet()) {
      if (!child.getValue().answered()) {
        throw new IllegalStateException("The child " + child.getKey() + " is still under way.");
      }
    }
    anew = args;
    throw new Abandoned();
  }

  /** Returns the arguments with which the run begins anew, or null. */
  @Nullable String anew() {
    return anew;
  }

  /** Delivers one entry and lets the strands react. */
  void deliver(Entry entry) {
    if (end == null || answers(entry)) {
      now = entry.at();
      react(entry);
      settle();
    }
    if (broken != null) {
      throw broken;
    }
  }

  private static boolean answers(Entry entry) {
    return switch (entry.kind()) {
      case START, MESSAGE, UPDATE -> false;
      default -> true;
    };
  }

  private void react(Entry entry) {
    switch (entry.kind()) {
      case START -> main = strand("", this::main);
      case MESSAGE -> {
        if (entry.type().equals(Message.TERMINATE)) {
          end = Runs.TERMINATED;
        } else {
          handle(entry);
        }
      }
      case UPDATE -> update(entry);
      case UPDATED -> {
        if (updated.remove(entry.key()) == null) {
          throw changed(entry, null);
        }
      }
      case VERSION -> {
        // known from the beginning; a program that asks no more has dropped the branch
      }
      case STEP, CHILD, SIGNAL, TIMER -> {
        Pending asked = pending(entry.kind(), entry.key());
        if (asked == null || !asked.request.type().equals(entry.type())) {
          throw changed(entry, asked);
        }
        asked.answer(entry.answer());
        if (entry.kind() != EntryKind.CHILD) {
          of(entry.kind()).remove(entry.key());
        }
      }
    }
  }

  /**
   * Demands that it has asked for all of {@code started} by now. What was begun and has not ended
   * is not among the entries: a step that was put before it would go unnoticed.
   */
  void demandAsked(List<String> started) {
    for (String key : started) {
      if (!startKeys.contains(key)) {
        throw new UnusableException(
            "The program of run %s has changed: the %s was begun, and it does not ask for it there."
                .formatted(run.id(), key.contains(" ") ? key : "step " + key),
            REMEDY);
      }
    }
  }

  private UnusableException changed(Entry entry, @Nullable Pending asked) {
    return new UnusableException(
        "The program of run %s has changed: its journal holds the %s '%s' (%s), %s."
            .formatted(
                run.id(),
                entry.kind().wireName(),
                entry.key(),
                entry.type(),
                asked == null
                    ? "which it does not ask for there"
                    : "which it now asks of " + asked.request.type()),
        REMEDY);
  }

  private void main() {
    Method method = WireNames.workflowMethod(definition.type());
    @Nullable Object[] args = Wire.args(method, run.args());
    end = new Answer(true, Wire.sent(call(method, args), method.getGenericReturnType()));
  }

  private void handle(Entry entry) {
    Method method;
    @Nullable Object[] args;
    try {
      method = WireNames.signalMethod(definition.type(), entry.type());
      args = Wire.args(method, entry.answer().payload());
    } catch (IllegalArgumentException | AidpException e) {
      LOG.warn(
          "Run {} cannot understand the message {}, which is ignored: {}",
          run.id(),
          entry.key(),
          e.getMessage());
      return;
    }
    strand("@" + entry.type() + "-" + count("@" + entry.type()), () -> call(method, args));
  }

  /** Returns why the workflow does not accept {@code update}, or null; changes nothing. */
  @Nullable Failure refusal(Entry update) {
    try {
      @Nullable Object[] args = updateArgs(update);
      Optional<Method> validator = WireNames.updateValidator(definition.type(), update.type());
      validator.ifPresent(method -> call(method, args));
      return null;
    } catch (AidpException e) {
      return e.failure();
    } catch (RuntimeException e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Failure.of(FailureKind.PERMANENT, message);
    }
  }

  private @Nullable Object[] updateArgs(Entry update) {
    return Wire.args(
        WireNames.updateMethod(definition.type(), update.type()), update.answer().payload());
  }

  private void update(Entry entry) {
    Method method;
    @Nullable Object[] args;
    try {
      method = WireNames.updateMethod(definition.type(), entry.type());
      args = updateArgs(entry);
    } catch (IllegalArgumentException | AidpException e) {
      throw changed(entry, null); // it was accepted by another program
    }
    strand(
        "@" + entry.type() + "-" + count("@" + entry.type()),
        () -> updated.put(entry.key(), ended(entry, method, args)));
  }

  private Entry ended(Entry update, Method method, @Nullable Object[] args) {
    Answer answer;
    try {
      answer = new Answer(true, Wire.sent(call(method, args), method.getGenericReturnType()));
    } catch (UnusableException e) {
      throw e;
    } catch (AidpException e) {
      answer = Payload.failed(e.failure());
    }
    return new Entry(EntryKind.UPDATED, update.key(), update.type(), answer, now);
  }

  /** Returns what the last entry's delivery has added to the journal. */
  List<Entry> takeMarks() {
    List<Entry> marks = draws.takeMarks();
    marks.addAll(updated.values());
    updated.clear();
    return marks;
  }

  @Nullable Object call(Method method, @Nullable Object[] args) {
    try {
      method.setAccessible(true);
      return method.invoke(workflow, args);
    } catch (InvocationTargetException e) {
      throw Thrown.unchecked(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  WorkflowThread strand(String scope, Runnable body) {
    WorkflowThread strand = new WorkflowThread(this, scope, body);
    strands.add(strand);
    return strand;
  }

  /** Returns the next number, from 1, of {@code what}. */
  int count(String what) {
    return counters.merge(what, 1, Integer::sum);
  }

  /** Returns whether {@code entry} answers a {@link Request#turn}. */
  boolean answersTurn(Entry entry) {
    Pending asked = pending(entry.kind(), entry.key());
    return asked != null && asked.request.turn();
  }

  @Nullable Pending pending(EntryKind kind, String key) {
    return of(kind).get(key);
  }

  private Map<String, Pending> of(EntryKind kind) {
    return pending.computeIfAbsent(kind, k -> new LinkedHashMap<>());
  }

  Pending request(Request request) {
    if (!usedKeys.add(request.kind() + " " + request.key())) {
      throw new IllegalStateException(
          "The %s key '%s' is used twice in run %s; give it a name or a scope of its own."
              .formatted(request.kind().wireName(), request.key(), run.id()));
    }
    startKeys.add(request.startKey());
    Pending asked = new Pending(request);
    of(request.kind()).put(request.key(), asked);
    requested.add(asked);
    return asked;
  }

  /** Returns what was requested since the last call and is not answered, in order. */
  ImmutableList<Pending> takeRequested() {
    List<Pending> taken = requested;
    requested = new ArrayList<>();
    return taken.stream().filter(one -> !one.answered()).collect(ImmutableList.toImmutableList());
  }

  private void settle() {
    boolean moved = true;
    while (moved && going()) {
      moved = false;
      for (int i = 0; i < strands.size() && going(); i++) {
        WorkflowThread strand = strands.get(i);
        if (strand.ready()) {
          moved = true;
          resume(strand);
        }
      }
      strands.removeIf(WorkflowThread::done);
    }
  }

  private boolean going() {
    return end == null && broken == null && anew == null;
  }

  private void resume(WorkflowThread strand) {
    runningSince = System.nanoTime();
    running = strand;
    strand.resume(threads);
    running = null;
  }

  /** Takes what a strand's body threw. */
  void broken(Throwable e) {
    if (!going()) {
      return;
    }
    if (e instanceof UnusableException unusable) {
      broken = unusable;
    } else if (e instanceof AidpException failure) {
      end = Payload.failed(failure.failure());
    } else {
      broken =
          new UnusableException(
              "The workflow %s of run %s has a fault: %s".formatted(run.type(), run.id(), e),
              "Go on with a version where it is mended.",
              e);
    }
  }

  /** Ends all strands where they wait. */
  void abandon() {
    strands.forEach(strand -> strand.abandon(threads));
    strands.clear();
  }

  /**
   * Returns the thread that has held the baton for longer than {@code nanos}, or null; for any
   * thread to ask.
   */
  @Nullable Thread hogging(long nanos) {
    WorkflowThread strand = running;
    return strand != null && System.nanoTime() - runningSince > nanos ? strand.thread() : null;
  }
}
