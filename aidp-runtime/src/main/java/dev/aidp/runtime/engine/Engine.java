package dev.aidp.runtime.engine;

import dev.aidp.activity.Printed;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Beat;
import dev.aidp.workflows.wire.WireNames;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows durably. All methods may be called by many threads at once.
 *
 * <p>Every method throws {@link UnusableException} if the storage or the server cannot be used.
 */
public interface Engine extends AutoCloseable {

  /** Where a run stands, as far as the engine knows. */
  enum Condition {
    /** No such run. */
    ABSENT,
    /** A living process (native) or a polling worker (Temporal) works on it. */
    OWNED,
    /** It has not ended, and nobody works on it. */
    ORPHANED,
    /** It has ended; its result is there. */
    ENDED
  }

  /**
   * Returns the engine's name in configuration and documents: {@code native} or {@code temporal}.
   */
  String name();

  /**
   * Starts the run {@code id}, or attaches to it if it exists; a run without an owner is adopted.
   *
   * @param call makes exactly one call of the workflow method
   * @throws UsageException if it exists and is of another type
   */
  default <W> void start(String id, Class<W> workflow, Consumer<W> call) {
    start(id, workflow, call, Labels.NONE);
  }

  /**
   * Starts it likewise, with what it is found by.
   *
   * @throws UsageException if the server does not know one of the search attributes
   */
  <W> void start(String id, Class<W> workflow, Consumer<W> call, Labels labels);

  /** Returns the search attributes of a run as they are now; none if there is no such run. */
  Map<String, String> attributes(String id);

  /** Returns what is wrong with a start of {@code id} as {@code asked}, which it is not. */
  static UsageException otherType(String id, String type, String asked) {
    return new UsageException(
        "The run '%s' exists and is of the type %s, not %s.".formatted(id, type, asked),
        id,
        "Use another id.");
  }

  /** Returns the id by which a service knows the run {@code id}; null where there is none. */
  default @Nullable String workflowId(String id) {
    return null;
  }

  /**
   * Goes on with a run that nobody owns; does nothing if it is owned or has ended. Returns whether
   * this process owns it.
   */
  boolean adopt(String id);

  /**
   * Returns the result of a run, whoever owns it, on a thread of the common pool; it fails with
   * {@code UnusableException} if it is interrupted here.
   */
  <R> CompletableFuture<Outcome<R>> result(String id, Class<R> type);

  /**
   * Returns what {@code made} comes to, on a thread of the common pool: whoever hears of it may
   * close the engine, which waits for its own threads.
   */
  static <T> CompletableFuture<T> handedOut(CompletableFuture<T> made) {
    return handedOut(made, ForkJoinPool.commonPool());
  }

  /** Returns what {@code made} comes to, on a thread of {@code results}. */
  static <T> CompletableFuture<T> handedOut(CompletableFuture<T> made, Executor results) {
    return made.isDone() ? made : made.whenCompleteAsync((value, e) -> {}, results);
  }

  /**
   * Sends one signal, which takes effect exactly once; it is kept until somebody owns the run.
   *
   * @return false if the run does not exist or has ended: nothing was sent
   */
  <W> boolean signal(String id, Class<W> workflow, Consumer<W> call);

  /**
   * Sends the signal {@code name}, for callers that do not have its interface. One that the run
   * does not understand is ignored by it.
   *
   * @param args a JSON array
   * @return as {@link #signal(String, Class, Consumer)} does
   */
  boolean signal(String id, String name, String args);

  /**
   * Ends a run and all that it has begun, whatever its workflow does; one that a process works on
   * ends when that hears of it, which is at once.
   *
   * @return false if the run does not exist or has ended
   */
  boolean terminate(String id);

  /** The failure of a run that was ended like that. */
  Failure TERMINATED = Failure.of(FailureKind.CANCELLED, "It was ended from outside.");

  /**
   * Sends an update; it is kept until somebody owns the run (on Temporal: while this process
   * waits). Completes with what it returns as JSON, or with its failure: the workflow's own, or
   * that the run has ended before it. Fails with
   *
   * <ul>
   *   <li>{@link UsageException} if the workflow refuses it: nothing of it is recorded;
   *   <li>{@link NotFoundException} if there is no such run;
   *   <li>{@link UnusableException} if the run is given up here meanwhile, or this engine is
   *       closed.
   * </ul>
   */
  CompletableFuture<Outcome<String>> update(String id, Update update);

  /** Returns why {@code update} of the run {@code id} was refused. */
  static UsageException refused(String id, Update update, String why) {
    return new UsageException(
        "The run '%s' refuses the update '%s': %s".formatted(id, update.name(), why),
        id,
        "Send one that its workflow accepts.");
  }

  /** The failure of an update that comes too late. */
  static Failure late(String id) {
    return Failure.of(
        FailureKind.PERMANENT, "The run '%s' has ended; nothing was changed.".formatted(id));
  }

  /** The failure of an update whose run ends before it does. */
  Failure CUT_SHORT = Failure.of(FailureKind.CANCELLED, "The run has ended before the update had.");

  /**
   * Asks a run something, whether it is owned here, elsewhere, by nobody, or has ended; changes
   * nothing.
   *
   * @throws dev.aidp.failure.NotFoundException if there is no such run
   */
  <W, S> S query(String id, Class<W> workflow, Function<W, S> query);

  /**
   * Asks the query {@code name}, for callers that do not have its interface.
   *
   * @param args a JSON array
   * @return the answer as JSON
   * @throws dev.aidp.failure.NotFoundException if there is no such run
   * @throws UsageException if it knows no such query, or not with these arguments
   * @throws UnusableException if nobody knows its workflow who can be asked from here
   */
  String query(String id, String name, String args);

  /** Returns what is wrong with a query that the run {@code id} does not answer. */
  static UsageException unanswered(String id, String name, String why) {
    return new UsageException(
        "The run '%s' does not answer '%s': %s".formatted(id, name, why),
        id,
        "Name one of its workflow's queries, and give it what it takes.");
  }

  /** Demands that {@code method}, which somebody calls to ask the run {@code id}, is a query. */
  static void demandQuery(String id, Method method) {
    try {
      var unused = WireNames.query(method);
    } catch (IllegalStateException e) {
      throw unanswered(id, method.getName(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns what is recorded of the run and of its children, in the order of time; changes nothing.
   */
  default List<HistoryEntry> history(String id) {
    return history(id, part -> false);
  }

  /**
   * Returns the same but for some parts, and perhaps but for what a run did before it went on as
   * new.
   *
   * @param without the full ids of those that are left out, each with all that it has started
   */
  List<HistoryEntry> history(String id, Predicate<String> without);

  /** Returns when the run has ended, or empty if it has not. */
  Optional<Instant> ended(String id);

  /** Returns where the run stands. */
  Condition condition(String id);

  /**
   * Returns why a run that nobody owns was given up, as far as that is known: what of the place it
   * ran in could not be used.
   */
  Optional<UnusableException> interruption(String id);

  /** Returns what steps of the run (not of its children) that are under way say of themselves. */
  List<Beat> beats(String id);

  /** Returns what steps of the run and of its children that are under way have printed last. */
  default List<Printed> printing(String id) {
    return List.of();
  }

  /**
   * Takes nothing new (no run, no step), lets steps under way end and be recorded for at most
   * {@code limit}, then ends the rest and gives its runs up for others to adopt. Looking and
   * sending signals stay possible.
   */
  void drain(Duration limit);

  /**
   * Takes nothing new, ends what is under way without recording it, and gives its runs up for
   * others to adopt.
   */
  @Override
  void close();
}
