package dev.aidp.runtime.nativeengine;

import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.journal.Answer;
import dev.aidp.runtime.journal.EntryKind;
import dev.aidp.runtime.journal.Journal;
import dev.aidp.runtime.journal.RunRow;
import dev.aidp.runtime.owner.Owners;
import dev.aidp.workflow.WorkflowDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The runs that live in this process, and what they live on. */
final class Runs {

  /** How a child ends that is open when its parent ends. */
  static final Answer PARENT_ENDED =
      Payload.failed(Failure.of(FailureKind.CANCELLED, "its parent run ended before it"));

  /** How a run ends that is ended from outside. */
  static final Answer TERMINATED = Payload.failed(Engine.TERMINATED);

  /**
   * Within this time everything of a halted run has ended (the contract's limit); it is then given
   * up in any case.
   */
  private static final int HALT_SECONDS = 10;

  /** What the runs of an engine share. */
  record EngineServices(
      Journal journal,
      Owners owners,
      ImmutableMap<String, WorkflowDefinition<?>> definitions,
      ActivityTable activities,
      Ticker ticker,
      Executors executors,
      boolean worksInPlace) {}

  /**
   * What the parts of a run are performed on.
   *
   * @param threads the workflows
   * @param loops their event loops
   * @param pools their steps
   * @param results what callers do with what comes of them, which may block
   */
  record Executors(
      Executor threads,
      Executor loops,
      Function<Request.OfStep, Executor> pools,
      Executor results) {}

  static {
    // Where no file can be opened any more, no class is found either, and a run must still halt.
    Objects.requireNonNull(Halting.class);
    Objects.requireNonNull(Event.Halt.class);
  }

  private final EngineServices means;
  private final Updates updates;
  private final Map<String, RunLoop> live = new ConcurrentHashMap<>();
  private final Map<String, Halting> halting = new ConcurrentHashMap<>();
  private final Map<String, UnusableException> interrupted = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Runs(EngineServices means) {
    this.means = means;
    this.updates = new Updates(means.journal);
  }

  Updates updates() {
    return updates;
  }

  Journal journal() {
    return means.journal;
  }

  Ticker ticker() {
    return means.ticker;
  }

  Instant now() {
    return RunLoop.truncated(means.ticker.now());
  }

  Executor threads() {
    return means.executors.threads;
  }

  Executor loops() {
    return means.executors.loops;
  }

  Executor results() {
    return means.executors.results;
  }

  boolean worksInPlace() {
    return means.worksInPlace;
  }

  Executor pool(Request.OfStep step) {
    return means.executors.pools.apply(step);
  }

  ActivityTable.Activity activity(String name) {
    return means.activities.get(name);
  }

  WorkflowDefinition<?> definition(String type) {
    WorkflowDefinition<?> definition = means.definitions.get(type);
    if (definition == null) {
      throw new UnusableException(
          "This process has no workflow " + type + ".", "Use one that has it.");
    }
    return definition;
  }

  /**
   * Returns whether a living process other than this one, or this one by a run that lives here,
   * owns a run with this root.
   */
  boolean owned(RunRow run) {
    String owner = run.owner();
    return live.containsKey(run.root())
        || (owner != null && !owner.equals(means.owners.me()) && means.owners.alive(owner));
  }

  String me() {
    return means.owners.me();
  }

  /** Returns the loop of {@code id}, if it lives here. */
  @Nullable RunLoop get(String id) {
    return live.get(id);
  }

  List<RunLoop> all() {
    return List.copyOf(live.values());
  }

  /** Returns why the run was interrupted here, or null. */
  @Nullable UnusableException whyInterrupted(String root) {
    return interrupted.get(root);
  }

  /** Lets a run that this process owns live. */
  RunLoop load(RunRow row) {
    RunLoop fresh = new RunLoop(row, this);
    RunLoop known = live.putIfAbsent(row.id(), fresh);
    if (known != null) {
      return known;
    }
    Halting halt = halting.get(row.root());
    fresh.post(halt == null ? new Event.InboxCheck() : new Event.Halt(halt.cause));
    return fresh;
  }

  /** Lets a run that has begun anew live, once nothing of {@code before} executes any more. */
  void begunAnew(RunLoop before, RunRow row) {
    RunLoop fresh = new RunLoop(row, this, before.stopped());
    live.put(row.id(), fresh);
    dismissBelow(row.id());
    var unused =
        fresh
            .end()
            .whenComplete(
                (answer, e) -> {
                  if (e == null) {
                    before.end().complete(answer);
                  } else {
                    before.end().completeExceptionally(e);
                  }
                });
    Halting halt = halting.get(row.root());
    fresh.post(halt == null ? new Event.InboxCheck() : new Event.Halt(halt.cause));
  }

  private void dismissBelow(String id) {
    String below = id + "/";
    List<RunLoop> open = live.values().stream().filter(one -> one.id().startsWith(below)).toList();
    for (RunLoop one : open) {
      live.remove(one.id());
      one.post(new Event.ParentEnded(PARENT_ENDED));
    }
  }

  /** Says that messages may wait for {@code run}. */
  void look(String run) {
    RunLoop loop = live.get(run);
    if (loop != null) {
      loop.post(new Event.InboxCheck());
    }
  }

  void tellParent(RunRow child, Answer answer) {
    RunLoop parent = child.parent() == null ? null : live.get(child.parent());
    if (parent != null) {
      String key = child.id().substring(parent.id().length() + 1);
      parent.post(new Event.ResultArrived(EntryKind.CHILD, key, answer));
    }
  }

  void ended(RunLoop run, Answer answer) {
    live.remove(run.id());
    dismissBelow(run.id());
    run.end().complete(answer);
    tellParent(run.row(), answer);
  }

  /** Returns whether nothing new may be started. */
  boolean draining() {
    return draining;
  }

  /**
   * Starts nothing from now on; completes when no step is under way and all that ended is recorded.
   */
  CompletableFuture<Void> drain() {
    draining = true;
    List<RunLoop> living = all();
    living.forEach(run -> run.post(new Event.Drain()));
    return CompletableFuture.allOf(
        living.stream().map(RunLoop::drained).toArray(CompletableFuture[]::new));
  }

  /**
   * Stops all runs of a tree, leaves them as they are on disk, and gives them up once nothing of
   * them executes.
   */
  CompletableFuture<Void> halt(String root, UnusableException cause) {
    Halting fresh = new Halting(cause, new CompletableFuture<>());
    Halting known = halting.putIfAbsent(root, fresh);
    if (known != null) {
      return known.done;
    }
    tree(root).forEach(run -> run.post(new Event.Halt(cause)));
    awaitQuiet(root, fresh);
    return fresh.done;
  }

  /**
   * A run that ends its last drain may just have made children, so the tree is looked at until it
   * is quiet.
   */
  private void awaitQuiet(String root, Halting halt) {
    List<CompletableFuture<Void>> busy =
        tree(root).stream().map(RunLoop::stopped).filter(stopped -> !stopped.isDone()).toList();
    if (busy.isEmpty()) {
      giveUp(root, halt);
      return;
    }
    var unused =
        CompletableFuture.allOf(busy.toArray(CompletableFuture[]::new))
            .orTimeout(HALT_SECONDS, TimeUnit.SECONDS)
            .whenComplete(
                (nothing, late) -> {
                  if (late == null) {
                    awaitQuiet(root, halt);
                  } else {
                    giveUp(root, halt);
                  }
                });
  }

  private void giveUp(String root, Halting halt) {
    interrupted.put(root, halt.cause);
    try {
      means.journal.release(root, me(), draining ? null : halt.cause);
    } catch (RuntimeException e) {
      halt.cause.addSuppressed(
          e); // It stays ours on disk; this process, or whoever finds it dead, may adopt it.
    }
    List<RunLoop> tree = tree(root);
    tree.forEach(run -> live.remove(run.id()));
    halting.remove(root);
    halt.done.complete(null);
    tree.forEach(run -> run.end().completeExceptionally(halt.cause));
    tree.forEach(run -> updates.giveUp(run.id(), halt.cause));
  }

  private List<RunLoop> tree(String root) {
    return live.values().stream().filter(run -> run.row().root().equals(root)).toList();
  }

  private record Halting(UnusableException cause, CompletableFuture<Void> done) {}
}
