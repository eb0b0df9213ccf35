package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.Differences;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.Loop;
import dev.aidp.workloop.LoopCheckpoint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the agents of a run have changed, as a patch. */
final class Diff {

  private final TypedRun run;
  private final Engine engine;
  private final RunView view;
  private final Layout layout;
  private final Consumer<String> brings;

  /**
   * Makes it.
   *
   * @param brings brings what may be elsewhere
   */
  Diff(TypedRun run, Engine engine, RunView view, Layout layout, Consumer<String> brings) {
    this.run = run;
    this.engine = engine;
    this.view = view;
    this.layout = layout;
    this.brings = brings;
  }

  byte[] of(DiffOptions options) {
    Differences git = new Differences(layout, options.stat());
    String unit = options.unit() == null ? only() : options.unit();
    if (unit == null) {
      if (options.iteration() != null) {
        throw unnamed();
      }
      return result(git);
    }
    if (view.units().stream().noneMatch(known -> known.id().equals(unit))) {
      throw Retry.noSuchUnit(view.id(), unit);
    }
    if (options.iteration() == null) {
      return all(git, unit);
    }
    String name = unit + "@" + options.iteration();
    Checkpoint shown = new Checkpoints(run, engine, view).find(name).shown();
    return between(git, shown.before(), shown.state());
  }

  private @Nullable String only() {
    return view.units().size() == 1 ? view.units().get(0).id() : null;
  }

  private byte[] result(Differences git) {
    String commit = view.commit();
    if (commit == null) {
      throw unnamed();
    }
    return between(git, view.result().base(), new TreeState(commit, commit));
  }

  private UsageException unnamed() {
    List<String> units = Lists.transform(view.units(), RunView.UnitView::id);
    return new UsageException(
        view.commit() == null
            ? "The run '%s' has no result yet.".formatted(view.id())
            : "An iteration is one of a unit.",
        "unit",
        "Name a unit: " + String.join(", ", units) + ".");
  }

  /** Of one that works, the files as they lie in its working copy now, if that is here. */
  private byte[] all(Differences git, String unit) {
    LoopCheckpoint last = lastOf(unit).orElse(null);
    if (last == null || last.start() == null) {
      throw new NotFoundException(
          "The unit '%s' of the run '%s' has not begun.".formatted(unit, view.id()));
    }
    boolean works =
        view.units().stream()
            .anyMatch(one -> one.id().equals(unit) && one.state() == UnitState.RUNNING);
    Work work = new Work(view.id(), view.run().generation(), unit, last.attempt());
    if (works && git.stands(work)) {
      return git.until(work, last.start());
    }
    TreeState state = last.state();
    return state == null ? new byte[0] : between(git, last.start(), state);
  }

  /** Returns what a unit has come to last, which is here then; empty where it has not begun. */
  Optional<LoopCheckpoint> last(String unit) {
    Optional<LoopCheckpoint> last = lastOf(unit);
    last.filter(each -> each.state() != null)
        .ifPresent(each -> brings.accept(Wire.json(each.state()) + each.start()));
    return last;
  }

  private Optional<LoopCheckpoint> lastOf(String unit) {
    ImmutableList<Checkpoints.LoopId> loops = ImmutableList.copyOf(run.loops(engine, unit));
    return loops.reverse().stream()
        .flatMap(
            loop ->
                TypedRun.ask(() -> engine.query(loop.id(), loop.workflow(), Loop::checkpoint))
                    .filter(state -> state.start() != null)
                    .stream())
        .findFirst();
  }

  private byte[] between(Differences git, String from, TreeState to) {
    brings.accept(Wire.json(to) + from);
    return git.between(from, Objects.requireNonNull(to.tree()));
  }
}
