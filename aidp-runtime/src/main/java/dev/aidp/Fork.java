package dev.aidp;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.Repository;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Starts a run that goes on from a checkpoint of another one, with other settings. */
final class Fork {

  /** Room for more in an id of 64 characters. */
  private static final int ID_LENGTH = 54;

  private final RunRegistry registry;
  private final Repository repository;
  private final ArtifactStore artifacts;
  private final Registering registering;
  private final Function<String, RunHandle> begins;

  /** Registers a run, unless its id is taken. */
  @FunctionalInterface
  interface Registering {

    /**
     * Registers what {@code request} asks for.
     *
     * @param adapted makes of its record the one that is registered
     */
    void register(
        RunRequest<?> request, String id, StartOptions options, UnaryOperator<RunRecord> adapted);
  }

  /**
   * Makes it.
   *
   * @param begins begins what is registered
   */
  Fork(
      RunRegistry registry,
      Repository repository,
      ArtifactStore artifacts,
      Registering registering,
      Function<String, RunHandle> begins) {
    this.registry = registry;
    this.repository = repository;
    this.artifacts = artifacts;
    this.registering = registering;
    this.begins = begins;
  }

  /**
   * What a fork is asked for.
   *
   * @param plan another plan, or null
   */
  record Asked(
      String checkpoint,
      StartOptions options,
      UnaryOperator<RunSettings> change,
      @Nullable PlanSource plan) {}

  RunHandle perform(
      TypedRun typed, Engine engine, RunView view, Asked asked, Consumer<String> brings) {
    Checkpoints all = new Checkpoints(typed, engine, view);
    RunSettings settings = asked.change().apply(typed.settings().orElseThrow());
    Optional<FeatureCheckpoint> whole = all.whole(asked.checkpoint());
    if (whole.isPresent()) {
      return whole(typed, engine, whole.get(), asked, settings, brings);
    }
    if (asked.plan() != null) {
      throw new UsageException(
          "Another plan begins where units are done, not within one.",
          "plan",
          "Fork the whole run from @N, the Nth of its units that was done.");
    }
    return iteration(typed, engine, all.find(asked.checkpoint()), asked, settings, brings);
  }

  private RunHandle iteration(
      TypedRun typed,
      Engine engine,
      Checkpoints.Chosen from,
      Asked asked,
      RunSettings settings,
      Consumer<String> brings) {
    Rewind.demandRoom(from, settings);
    brings.accept(Wire.json(from.state()) + typed.named(engine));
    repository.demandState(from.words(), from.shown().state());
    String id = id(typed, asked);
    if (registry.find(id).isEmpty()) {
      RunRequest<?> request = typed.asked(engine, artifacts, settings, null);
      repository.keepState(
          id, from.shown().unit(), from.shown().state(), typed.keptCommits(engine, from));
      register(typed, request, id, asked, made -> typed.fork(engine, made, from));
    }
    return begun(id, known -> known.goesOnFrom().equals(Optional.of(from.state())), settings);
  }

  private RunHandle whole(
      TypedRun typed,
      Engine engine,
      FeatureCheckpoint from,
      Asked asked,
      RunSettings settings,
      Consumer<String> brings) {
    brings.accept(typed.named(engine));
    List<String> done =
        typed.whole(engine).stream().limit(from.number()).map(FeatureCheckpoint::commit).toList();
    String id = id(typed, asked);
    if (registry.find(id).isEmpty()) {
      RunRequest<?> request = typed.asked(engine, artifacts, settings, asked.plan());
      repository.keepWork(id, from.unit(), done);
      register(typed, request, id, asked, made -> typed.fork(engine, made, artifacts, from));
    }
    return begun(
        id,
        known ->
            asked.plan() == null
                ? ImmutableSet.copyOf(known.doneBefore()).equals(ImmutableSet.copyOf(done))
                : done.containsAll(known.doneBefore()),
        settings);
  }

  private String id(TypedRun typed, Asked asked) {
    String wanted = asked.options().id();
    return wanted == null ? free(typed.registered().id()) : RunIds.checked(wanted);
  }

  private void register(
      TypedRun typed,
      RunRequest<?> request,
      String id,
      Asked asked,
      Function<RunRecord, String> work) {
    StartOptions options = asked.options();
    registering.register(
        request,
        id,
        options.engine() == null ? options.on(typed.registered().engine()) : options,
        made -> made.withStart(new RunRecord.Start(made.terms(), work.apply(made))));
  }

  private RunHandle begun(String id, Predicate<TypedRun> same, RunSettings settings) {
    RunRecord made = registry.find(id).orElseThrow();
    TypedRun known = TypedRun.of(made, type -> Optional.empty());
    if (!same.test(known) || !known.settings().equals(Optional.of(settings))) {
      throw new UsageException(
          "The run '%s' exists, and is no fork of this checkpoint with these settings."
              .formatted(id),
          "id",
          "Use another id, or none.");
    }
    return begins.apply(made.id());
  }

  private String free(String id) {
    String stem = id.substring(0, Math.min(id.length(), ID_LENGTH)) + "-fork";
    for (int n = 1; ; n++) {
      String next = n == 1 ? stem : stem + "-" + n;
      if (registry.find(next).isEmpty()) {
        return next;
      }
    }
  }
}
