package dev.aidp.workflow;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * What a workflow may do besides computing: everything that leaves it, waits, or tells the time.
 *
 * <p>Whatever leaves a workflow is a <em>step</em> with a key made of the scope path and the step's
 * name, such as {@code iteration-3/agent}. A key is used once in a run; a second use fails with
 * {@link IllegalStateException}, because a restarted program finds its recorded outcomes by it.
 * After a crash the program runs again from the top and receives every recorded outcome, timer and
 * message in the recorded order; only then does anything new start.
 *
 * <p>Workflow code is deterministic: no clock but {@link #now()}, no randomness but {@link
 * #random()} and {@link #uuid()}, no threads but {@link #async}, no input or output, no iteration
 * over unordered collections. One thread of a run executes at a time, so fields need no locks; the
 * object must not be used outside the run's own threads.
 */
public interface WorkflowContext {

  /** Returns the id of this run; the id of a child run is its parent's, a slash, and its own. */
  String runId();

  /**
   * Returns a stub of {@code activities} each call of which is one step and blocks until its
   * outcome is recorded.
   *
   * <p>A call fails with {@link dev.aidp.failure.StepFailedException} if the step failed. Arguments
   * and results pass through JSON on every engine.
   *
   * @param activities an interface with Temporal's {@code @ActivityInterface}
   * @param kind what the step is; its name defaults to the called method's name
   */
  <A> A steps(Class<A> activities, Step kind);

  /**
   * Performs {@code body} as a step, for what needs no interface: its value is recorded, and it is
   * not called again once that is done. Its key ends in {@code name}.
   *
   * <pre>{@code
   * Token token = context.step("token", Token.class, () -> accounts.newToken(user));
   * }</pre>
   *
   * <p>It is performed in the process that runs the workflow, on a thread of its own, as a
   * {@linkplain Step#quick() quick step}: so it is short (natively it may be longer; on Temporal
   * the run hears no message meanwhile, and the limit is {@link Step#LONGEST_QUICK} unless {@code
   * step} says otherwise), cannot be cancelled, takes no place of a pool, and counts its attempts
   * anew after a crash. It must not use the context and must not change what the workflow reads;
   * what it returns passes through JSON. What takes longer, or shall run on another host, is an
   * activity.
   */
  default <T> T step(String name, Class<T> type, Callable<? extends T> body) {
    return step(Step.quick().named(name), type, body);
  }

  /**
   * Performs {@code body} likewise, with the name, the retry and the time-out of {@code step}.
   *
   * @throws IllegalArgumentException if {@code step} has no name
   */
  <T> T step(Step step, Class<T> type, Callable<? extends T> body);

  /**
   * Returns the child run {@code id} of this run, not started yet.
   *
   * @param workflow an interface with Temporal's {@code @WorkflowInterface}
   * @param id unique among the children of this run; starting it again attaches to the one that
   *     exists
   */
  <W> Child<W> child(Class<W> workflow, String id);

  /**
   * Runs {@code body}; if it fails with a failure of Aidp, takes back what the body said how to,
   * the last one first, and fails with the same failure. Each is tried, even if one before has
   * failed.
   *
   * <pre>{@code
   * context.compensated(
   *     undo -> {
   *       undo.add(() -> flights.cancel(trip));
   *       flights.book(trip);
   *       undo.add(() -> hotels.cancel(trip));
   *       return hotels.book(trip);
   *     });
   * }</pre>
   *
   * <p>Inside it {@link Compensation#add} is called by the thread that runs {@code body}.
   */
  default <T> T compensated(Function<Compensation, T> body) {
    Compensation undo = new Compensation(this);
    try {
      return body.apply(undo);
    } catch (UnusableException e) {
      throw e; // nothing is recorded of it
    } catch (AidpException e) {
      undo.run(e);
      throw e;
    }
  }

  /**
   * Sends one signal to the run {@code runId}, of whatever workflow and whoever started it, exactly
   * once; does nothing if there is no such run or it has ended. A child is told by {@link
   * Child#signal}.
   *
   * <pre>{@code
   * context.signal("release-7", ReleaseWorkflow.class, release -> release.ready(context.runId()));
   * }</pre>
   *
   * @param runId the full id of a run of the same repository
   * @param call makes exactly one call of a signal method
   */
  <W> void signal(String runId, Class<W> workflow, Consumer<W> call);

  /**
   * Starts one step without waiting for it; it costs no thread.
   *
   * @param oneCall makes exactly one call on a stub of {@link #steps}, or of {@link #step}; what
   *     that call returns here is meaningless
   * @throws IllegalStateException if {@code oneCall} makes no call or more than one
   */
  <T> Promise<T> start(Supplier<T> oneCall);

  /**
   * Runs {@code body}, which may take several steps, beside the caller; its steps' keys begin with
   * {@code scope}.
   */
  <T> Promise<T> async(String scope, Supplier<T> body);

  /** Runs {@code body} here and now; the keys of its steps begin with {@code name}. */
  <T> T scope(String name, Supplier<T> body);

  /**
   * Runs {@code body} here and now; its turns and commands are performed on one host as long as
   * that lives and has a place for them, so that they find the files that one of them has left. The
   * place is taken at the first of them, and given back at the end of {@code body} and while it
   * waits for more than a minute. After that, or when the host has died, the next one may be
   * performed on another host: a step must be able to make anew what it does not find. An engine of
   * one host performs {@code body} as it is. Within another such call it means nothing.
   *
   * <pre>{@code
   * Report report = context.onOneHost(Step.Weight.STANDARD, () -> build.test(build.compile(commit)));
   * }</pre>
   *
   * @param weight the pool that the place is taken from, whatever the weights of the steps are
   */
  default <T> T onOneHost(Step.Weight weight, Supplier<T> body) {
    return body.get();
  }

  /**
   * Waits for all of {@code parts}, then returns their values in order or throws the first failure
   * in that order, with the others as suppressed ones. Who wants each failure as a value asks
   * {@link #allOf}.
   */
  default <T> List<T> all(List<Promise<T>> parts) {
    List<T> values = new ArrayList<>();
    List<StepFailedException> failures = new ArrayList<>();
    for (Promise<T> part : parts) {
      try {
        values.add(part.get());
      } catch (StepFailedException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      failures.stream().skip(1).forEach(failures.get(0)::addSuppressed);
      throw failures.get(0);
    }
    return values;
  }

  /**
   * Returns what is there once all of {@code parts} are: each one's value or failure, in order. It
   * never fails itself.
   *
   * <pre>{@code
   * context.allOf(builds).within(Duration.ofHours(1))
   * }</pre>
   */
  default <T> Promise<List<Outcome<T>>> allOf(List<Promise<T>> parts) {
    ImmutableList<Promise<T>> all = ImmutableList.copyOf(parts);
    return new ComposedPromise<>(
        this,
        all,
        () -> all.stream().allMatch(Promise::done),
        () -> new Outcome.Ok<>(all.stream().map(Promise::outcome).toList()));
  }

  /**
   * Waits for the first of {@code parts} that has an outcome, good or bad, and returns it; of
   * several that are there already, the first in the list. The others go on unless {@link
   * Promise#cancel} is called.
   *
   * <pre>{@code
   * Promise<?> first = context.any(List.of(answer, context.timer(Duration.ofHours(2))));
   * }</pre>
   */
  default <L extends Promise<?>> L any(List<L> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("One of none never comes");
    }
    await(() -> parts.stream().anyMatch(Promise::done));
    return parts.stream().filter(Promise::done).findFirst().orElseThrow();
  }

  /** Like {@link #any}, without waiting: the outcome is that of the first part that has one. */
  default <T> Promise<T> anyOf(List<Promise<T>> parts) {
    ImmutableList<Promise<T>> all = ImmutableList.copyOf(parts);
    return new ComposedPromise<>(
        this, all, () -> all.stream().anyMatch(Promise::done), () -> any(all).outcome());
  }

  /**
   * Starts a timer, which is done {@code time} after {@link #now()}; a {@link Promise#cancel} ends
   * it early with a failure of kind {@code cancelled}.
   */
  Promise<?> timer(Duration time);

  /**
   * Takes one step that ends early once {@code stop} holds: the step is then cancelled, and this
   * returns when it has really ended. If {@code stop} holds already, nothing starts.
   *
   * @return the outcome, a failure of kind {@code cancelled} if it was stopped; never throws for a
   *     failed step
   */
  <T> Outcome<T> until(BooleanSupplier stop, Supplier<T> oneCall);

  /**
   * Waits until {@code condition} holds. It is evaluated after every event and must only read
   * fields.
   */
  void await(BooleanSupplier condition);

  /**
   * Waits until {@code condition} holds or {@code limit} has passed since {@link #now()}.
   *
   * @return whether the condition held
   */
  boolean await(Duration limit, BooleanSupplier condition);

  /** Waits for {@code time}. */
  default void sleep(Duration time) {
    await(time, () -> false);
  }

  /**
   * Returns the time of the event this run is reacting to; the same when the program is run again.
   */
  Instant now();

  /**
   * Ends what is recorded of this run and begins it anew, with the same id and another argument:
   * for runs that would go on for ever. It does not return. Messages that were not taken yet come
   * to the new beginning; those that were must be in its argument. Keys and ids of children are
   * free again; steps under way are given up, and children must have ended, but for those that
   * {@linkplain Child#goesOn go on}.
   *
   * <pre>{@code
   * if (handled > 1_000) {
   *   context.continueAsNew(MailboxWorkflow.class, mailbox -> mailbox.run(open));
   * }
   * }</pre>
   *
   * <p>Call it from the workflow method itself, not from a message's method or {@link #async}.
   *
   * @param workflow the workflow that this run is one of
   * @param call makes exactly one call of its workflow method
   */
  <W> void continueAsNew(Class<W> workflow, Consumer<W> call);

  /**
   * Returns whether so much is recorded of this run that it should go on as new: a Temporal service
   * ends one that never does. False on the native engine, whose runs may be as long as they like.
   */
  default boolean continueAsNewSuggested() {
    return false;
  }

  /**
   * Returns an id that nobody else has, the same when the program is run again.
   *
   * <pre>{@code
   * String order = context.uuid().toString();
   * }</pre>
   */
  UUID uuid();

  /**
   * Returns a source of random numbers, different in each run and with each call, the same when the
   * program is run again. It is for choices, not for secrets.
   *
   * <pre>{@code
   * int canary = context.random().nextInt(hosts.size());
   * }</pre>
   */
  RandomGenerator random();

  /**
   * Returns a logger, named after the workflow's interface, that is silent while the program is run
   * again: each line is written once, but for one that a crash followed at once.
   *
   * <pre>{@code
   * context.logger().info("Released {}", version);
   * }</pre>
   */
  Logger logger();

  /**
   * Returns the memo that this run was started with, by name; a child has none.
   *
   * <pre>{@code
   * String team = context.memo().getOrDefault("team", "nobody");
   * }</pre>
   */
  Map<String, String> memo();

  /**
   * Sets search attributes of this run, by which it is found; it keeps its others. On Temporal each
   * is a keyword that the service knows ({@code temporal operator search-attribute create --type
   * Keyword --name NAME}); a run that sets another one is interrupted with a message that says so.
   *
   * <pre>{@code
   * context.attributes(Map.of("Customer", order.customer()));
   * }</pre>
   */
  void attributes(Map<String, String> attributes);

  /**
   * Says which version of a change this run has: {@code max} if it came here for the first time
   * with a program that knows the change, 0 if it was here before. What it has once it keeps, so
   * that a program can be changed while runs are under way.
   *
   * <pre>{@code
   * if (context.version("tell-the-team", 1) >= 1) {
   *   team.tell(release);
   * }
   * }</pre>
   *
   * <p>When no run of before is left, the call is dropped with the branch, or {@code min} is raised
   * by {@link #version(String, int, int)} to make sure of it.
   *
   * @param change names the change, once and for all, in this workflow
   */
  default int version(String change, int max) {
    return version(change, 0, max);
  }

  /**
   * Says which version of a change this run has, as {@link #version(String, int)} does.
   *
   * @param min the earliest version for which the program still has a branch; a run that has an
   *     earlier one is interrupted with a message that says so, and goes on with an earlier program
   */
  int version(String change, int min, int max);
}
