package dev.aidp;

import dev.aidp.activity.Printed;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.feature.RetryReach;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Budget;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tuning;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One run, whoever owns it. Safe for use by many threads. Every method throws {@link
 * dev.aidp.failure.UnusableException} if engine or storage cannot be used.
 */
public interface RunHandle {

  /** Returns the run's id. */
  String id();

  /**
   * Returns how it stands now; needs no owner and changes nothing. Whoever works on it keeps its
   * last document when it ends.
   */
  RunView view();

  /**
   * Returns the same or, where the run's engine cannot be used, what is known of the run besides:
   * it is shown as interrupted, with the reason.
   */
  RunView lastKnown();

  /** Returns everything recorded of the run and its units so far, in the order of time. */
  List<HistoryEntry> history();

  /**
   * Tells {@code listener} what is recorded of the run and its units: what there is already, then
   * each event soon after it is recorded, until the run has ended or the subscription is closed.
   * Each part's events come in their order, each once. It hears of runs that other processes work
   * on too; one that nobody works on is waited for.
   *
   * <pre>{@code
   * EventSubscription events =
   *     run.events(
   *         progress.cursor(), // RunEvent.BEGINNING at first
   *         event -> {
   *           show(event.entry());
   *           progress.keep(event.cursor()); // a restarted process goes on here
   *         });
   * }</pre>
   *
   * <p>The listener is called on a thread of the subscription's own, one call at a time; the next
   * events wait for it. A retry goes on with the events of the next generation. What a workflow
   * forgets that continues as new is told to those only who listen when it does.
   *
   * @param after the cursor of the last event that was heard, or {@link RunEvent#BEGINNING}
   * @throws dev.aidp.failure.UsageException if that is no cursor of this run's
   */
  default EventSubscription events(String after, Consumer<RunEvent> listener) {
    return events(after, listener, Runnable::run);
  }

  /** Likewise; {@code executor} calls the listener. */
  EventSubscription events(String after, Consumer<RunEvent> listener, Executor executor);

  /**
   * Returns the log files of the run by whom they are of: {@code base} (its checks before anybody
   * worked), {@code planner}, each unit in the plan's order, {@code merge} (the resolver and the
   * gate's checks). A part of the run that has the name of a unit has that of its file instead,
   * with an underscore. They may still grow, or not be there yet.
   */
  java.util.Map<String, Path> logs();

  /**
   * Likewise, with what other hosts have printed in steps that have ended, where the repository has
   * a hub: files that do not grow. Asks the hub; where that does not answer, or where there is
   * none, these are {@link #logs}.
   */
  java.util.Map<String, Path> wholeLogs();

  /**
   * Returns what those who work on it now have printed last, by whom it is of, as {@link #logs}
   * names them: as far as their beats tell it, which is for those who look from another host.
   */
  java.util.Map<String, Printed> printing();

  /**
   * Returns what runs have stored and name by reference, as {@link Aidp#artifacts} does.
   *
   * <pre>{@code
   * try (InputStream in = run.artifacts().open(run.view().merge().description())) { … }
   * }</pre>
   */
  ArtifactStore artifacts();

  /** Returns whether this process works on it, after trying to adopt it if nobody does. */
  boolean adopt();

  /**
   * Completes when the run has ended, with its last view; fails with {@code UnusableException} if
   * it is interrupted.
   */
  CompletableFuture<RunView> ended();

  /**
   * Completes with what its workflow returned, on a thread of the common pool; fails with {@link
   * dev.aidp.failure.StepFailedException} if that failed, and with {@code UnusableException} if it
   * is interrupted.
   *
   * @param type what the workflow returns
   */
  <R> CompletableFuture<R> result(Class<R> type);

  /**
   * Sends one signal, which takes effect exactly once; it is kept until somebody owns the run.
   *
   * @param workflow the run's workflow, or an interface that it extends
   * @param call makes exactly one call of a signal method
   */
  <W> Receipt signal(Class<W> workflow, Consumer<W> call);

  /**
   * Sends the signal {@code name} to a run whose workflow this process need not have; one that the
   * workflow does not know is ignored by it.
   *
   * @param args a JSON array
   */
  Receipt signal(String name, String args);

  /**
   * Sends an update and completes, on a thread of the common pool, with what its method returns.
   * Whoever works on the run validates it, records it in its place among all that happens, and
   * performs it once; it is kept until somebody does (on Temporal: while this process waits). Fails
   * with
   *
   * <ul>
   *   <li>{@link dev.aidp.failure.UsageException} if the workflow's validator refuses it, of which
   *       nothing is recorded;
   *   <li>{@link dev.aidp.failure.StepFailedException} if its method fails, or the run has ended;
   *   <li>{@link dev.aidp.failure.UnusableException} if the run is given up here meanwhile, or
   *       nobody works on it and {@code options} say not to wait.
   * </ul>
   *
   * @param workflow the run's workflow, or an interface that it extends
   * @param call makes exactly one call of an update method
   */
  <W, R> CompletableFuture<R> update(Class<W> workflow, Function<W, R> call, UpdateOptions options);

  /** Sends an update with an id of its own, and waits. */
  default <W, R> CompletableFuture<R> update(Class<W> workflow, Function<W, R> call) {
    return update(workflow, call, UpdateOptions.defaults());
  }

  /**
   * Sends the update {@code name} to a run whose workflow this process need not have, and completes
   * with the value as JSON; fails likewise.
   *
   * @param args a JSON array
   */
  CompletableFuture<String> update(String name, String args, UpdateOptions options);

  /** Sends the update {@code name} with an id of its own, and waits. */
  default CompletableFuture<String> update(String name, String args) {
    return update(name, args, UpdateOptions.defaults());
  }

  /**
   * Asks its workflow something, whether it is owned here, elsewhere, by nobody, or has ended;
   * changes nothing.
   *
   * @param workflow the run's workflow
   */
  <W, S> S query(Class<W> workflow, Function<W, S> query);

  /**
   * Asks the query {@code name}, and returns the answer as JSON.
   *
   * @param args a JSON array
   * @throws dev.aidp.failure.UsageException if the workflow knows no such query, or not with these
   *     arguments
   */
  String query(String name, String args);

  /** Stops it at the next safe point. */
  Receipt pause();

  /**
   * Stops it at once: agents and checks that run on this machine are held where they are, until it
   * goes on. Time in which they are held does not count against their time-outs. Linux only;
   * elsewhere like {@link #pause()}.
   */
  Receipt pauseNow();

  /**
   * Goes on after a pause; whether somebody owns the run is another matter: see {@link #adopt()}.
   */
  Receipt resume();

  /**
   * Goes on like {@link #resume()}, with a new budget.
   *
   * @param raised what may be spent in all, what was spent already included; what it does not name
   *     stays as it is
   */
  Receipt resume(Budget raised);

  /**
   * Ends every agent and then the run. Without an owner it takes effect in this call.
   *
   * <p>To a workflow of an application's own it is the signal {@code cancel}: it does what it has
   * for that, when somebody works on it. One that has no such signal method is {@linkplain
   * #terminate terminated}.
   */
  Receipt cancel();

  /**
   * Ends a run of an application's own workflow and all that it has begun, whatever the workflow
   * does, also where nobody works on it: no further line of it is performed, steps under way are
   * interrupted, children end likewise. It is cancelled then, and has no result. Runs of Aidp's own
   * workflows are {@linkplain #cancel cancelled}, which ends them as surely, and orderly.
   */
  Receipt terminate();

  /** Says yes to what it waits for; whether somebody owns it then: see {@link #adopt()}. */
  Receipt approve();

  /**
   * Says no to what it waits for, which ends the run. Without an owner it takes effect in this
   * call.
   *
   * @param reason why, or empty
   */
  Receipt reject(String reason);

  /**
   * Adds a text to the prompt of exactly one turn.
   *
   * @param unit for whom, or null
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  default Receipt inject(String text, Priority priority, @Nullable String unit) {
    return inject(text, priority, unit, Instruction.Kind.USER_INPUT);
  }

  /**
   * Adds a text of one kind to the prompt of exactly one turn.
   *
   * @param unit for whom, or null
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  Receipt inject(String text, Priority priority, @Nullable String unit, Instruction.Kind kind);

  /**
   * Answers the question that a unit waits with; its next turn gets the answer.
   *
   * @param unit which one, or null: the only one that asks
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   * @throws dev.aidp.failure.UsageException if several ask and none is named
   */
  Receipt answer(@Nullable String unit, String text);

  /** Changes what may change while it is under way. */
  Receipt tune(Tuning tuning);

  /**
   * Makes the branch of a loop that has ended without one out of what it had done by then, half of
   * a turn included. Nothing proves that work: whoever keeps it has looked at it.
   *
   * @return whether there was anything to keep; the branch is in its text
   */
  Receipt keep();

  /**
   * Returns the plan of a feature as it is now, as text; empty where the run has none yet, or never
   * has one.
   */
  Optional<String> plan();

  /**
   * Changes the plan of a feature while its units are worked on, and waits until that is done:
   * units under way that it concerns are ended before. From then on the changed plan is the run's,
   * also when it is retried.
   *
   * <pre>{@code
   * run.edit(PlanEdit.add("docs", Map.of("task", "Describe it.", "depends_on", List.of("model"))));
   * run.edit(PlanEdit.redo("model"));
   * }</pre>
   *
   * @throws dev.aidp.failure.UsageException if it is refused, with all that is wrong with it
   */
  Receipt edit(PlanEdit edit);

  /** Returns every finished iteration of all its units. */
  default List<Checkpoint> checkpoints() {
    return checkpoints(null);
  }

  /**
   * Has units obey other guards from their next iterations on.
   *
   * <pre>{@code
   * run.guard(Map.of("max_lines", 400, "protected", List.of("pom.xml")), null);
   * }</pre>
   *
   * @param guards as {@link dev.aidp.run.GuardUpdate} has them
   * @param unit whose, or null: of all units
   * @throws dev.aidp.failure.UsageException if they mean nothing
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  Receipt guard(Map<String, Object> guards, @Nullable String unit);

  /**
   * Returns every finished iteration of {@code unit}, or of all units, those of a unit in their
   * order, over all attempts and generations of the run. A change of a branch or of a checkout
   * changes nothing of them: their files are kept until the run is pruned.
   *
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  List<Checkpoint> checkpoints(@Nullable String unit);

  /**
   * Returns the checkpoints of the whole of a feature, one for each unit that is done, in the order
   * they were done; none of other runs.
   */
  List<FeatureCheckpoint> wholeCheckpoints();

  /**
   * Returns what agents have changed, as a patch that {@code git apply} takes: from where a unit
   * began to what its last iteration has left, of a unit that works to what lies in its working
   * copy now; or of one iteration, or of the whole result. Binary files are only named. Changes
   * nothing, and asks nobody who works on it.
   *
   * @throws dev.aidp.failure.NotFoundException if there is no such unit or iteration
   * @throws dev.aidp.failure.UsageException if the run has several units, none is named, and there
   *     is no result
   */
  byte[] diff(DiffOptions options);

  /**
   * Goes back. To {@code merge}: the result branch of an ended run is put back to what it was
   * before, if it still points to what the run published. To an iteration, such as {@code 3},
   * {@code 1.3} or {@code model@3} (see {@link #fork}): the ended run goes on from the files that
   * it left, as its next generation, and takes no iteration up to it again; what these have used
   * still counts. Of a feature's units those that need the one that goes back are begun again, too.
   * To a checkpoint of the whole, {@code @40}, or {@code 40} of a run with several units: the units
   * that were done later are done anew. The branches stay where they are until new work takes the
   * place of the old. Whether somebody works on the run then: see {@link #adopt()}.
   *
   * @throws dev.aidp.failure.NotFoundException if the run has no such checkpoint, or its files are
   *     gone
   * @throws dev.aidp.failure.UsageException if the branch is checked out, or the run's limit leaves
   *     no iteration after that one
   */
  Receipt rollback(String checkpoint);

  /**
   * Starts another run, on the engine of this one if {@code options} name none, that goes on from
   * an iteration of this one: its first turn finds the files that it left, and is told what failed
   * on them. This run stays as it is, and may be under way.
   *
   * <pre>{@code
   * RunHandle other =
   *     run.fork("3", StartOptions.id("with-codex"), settings -> settings.withAgents(codex));
   * }</pre>
   *
   * @param checkpoint an iteration, {@code 3}, of the last attempt that has come so far, or {@code
   *     1.3} of attempt 1; of a run with several units {@code UNIT@3} or {@code UNIT@1.3}; or one
   *     of the whole, {@code @40}: the first forty units that were done are done for the new run
   * @param options the id of the new run, or none: one that is made from this one's
   * @param change makes the new run's settings of this one's
   * @throws dev.aidp.failure.NotFoundException if the run has no such checkpoint, or its files are
   *     gone
   * @throws dev.aidp.failure.UsageException if the id is another run's, or the limit leaves no
   *     iteration after that one
   */
  default RunHandle fork(
      String checkpoint, StartOptions options, UnaryOperator<RunSettings> change) {
    return fork(checkpoint, options, change, null);
  }

  /**
   * Likewise, by another plan: the units that were done at a checkpoint of the whole, and are the
   * same in it, are done.
   *
   * @param plan the plan, or null: this run's
   */
  RunHandle fork(
      String checkpoint,
      StartOptions options,
      UnaryOperator<RunSettings> change,
      @Nullable PlanSource plan);

  /**
   * Starts failed or skipped units of an ended run again, as its next generation. A run of an
   * application's own workflow that has not completed begins anew, with the same arguments; it has
   * no units to be named.
   *
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  Receipt retry(List<String> units);

  /**
   * Returns what {@link #retry} would do to the units of an ended run, and changes nothing.
   *
   * @param units those to be named; none: all that are not done
   * @throws dev.aidp.failure.NotFoundException if there is no such unit
   */
  RetryReach reach(List<String> units);
}
