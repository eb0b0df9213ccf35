package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.hub.Hub;
import dev.aidp.activities.hub.HubStep;
import dev.aidp.activities.layout.Layout;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.util.Optional;

/** What the iterations of a run have left, here or on a hub, and what leads on from there. */
final class PastIterations {

  private final TypedRun run;
  private final Engine engine;
  private final RunView view;
  private final Layout layout;
  private final Optional<Hub> hub;

  PastIterations(TypedRun run, Engine engine, RunView view, Layout layout, Optional<Hub> hub) {
    this.run = run;
    this.engine = engine;
    this.view = view;
    this.layout = layout;
    this.hub = hub;
  }

  Receipt rollback(RunRegistry registry, String checkpoint) {
    Repository repository = new Repository(layout);
    return new Rewind(engine, registry::advance)
        .perform(
            run,
            view,
            checkpoint,
            files -> {
              bring((files == null ? "" : Wire.json(files.state())) + run.named(engine));
              if (files != null) {
                repository.demandState(files.words(), files.shown().state());
              }
              return repository.unmoved(view.branch(), view.tip());
            });
  }

  RunHandle fork(Fork fork, Fork.Asked asked) {
    return fork.perform(run, engine, view, asked, this::bring);
  }

  byte[] diff(DiffOptions options) {
    return new Diff(run, engine, view, layout, this::bring).of(options);
  }

  Receipt keep(ArtifactStore artifacts) {
    if (view.branch() != null) {
      return new Receipt(
          Receipt.Outcome.ALREADY, "It is completed; its branch is %s.".formatted(view.branch()));
    }
    return new Kept(run, layout, artifacts)
        .of(view, new Diff(run, engine, view, layout, this::bring));
  }

  private void bring(String named) {
    RunRecord record = run.registered();
    hub.filter(at -> record.engine().equals(Engines.TEMPORAL))
        .ifPresent(at -> at.fetch(new HubStep(record.engineId(), "past", 0, 0), named));
  }
}
