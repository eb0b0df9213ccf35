package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
        RunRequest request, String id, StartOptions options, UnaryOperator<RunRecord> adapted);
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

  /** What a fork is asked for. */
  record Asked(String checkpoint, StartOptions options, UnaryOperator<RunSettings> change) {}

  RunHandle perform(
      TypedRun typed, Engine engine, RunView view, Asked asked, Consumer<String> brings) {
    RunRecord run = typed.registered();
    Checkpoints.Chosen from = new Checkpoints(typed, engine, view).find(asked.checkpoint());
    RunSettings settings = asked.change().apply(typed.settings().orElseThrow());
    Rewind.demandRoom(from, settings);
    brings.accept(Wire.json(from.state()) + typed.named(engine));
    repository.demandState(from.words(), from.shown().state());
    StartOptions options = asked.options();
    String id = options.id() == null ? free(run.id()) : RunIds.checked(options.id());
    if (registry.find(id).isEmpty()) {
      RunRequest request = typed.asked(engine, artifacts, settings);
      repository.keepState(
          id, from.shown().unit(), from.shown().state(), typed.keptCommits(engine, from));
      registering.register(
          request,
          id,
          options.engine() == null ? options.on(run.engine()) : options,
          made ->
              made.withStart(new RunRecord.Start(made.terms(), typed.fork(engine, made, from))));
    }
    RunRecord made = registry.find(id).orElseThrow();
    demandSame(TypedRun.of(made, type -> Optional.empty()), from, settings);
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

  private static void demandSame(TypedRun known, Checkpoints.Chosen from, RunSettings settings) {
    boolean same =
        known.goesOnFrom().equals(Optional.of(from.state()))
            && known.settings().equals(Optional.of(settings));
    if (!same) {
      throw new UsageException(
          "The run '%s' exists, and is no fork of this checkpoint with these settings."
              .formatted(known.registered().id()),
          "id",
          "Use another id, or none.");
    }
  }
}
