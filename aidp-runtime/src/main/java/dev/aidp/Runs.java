package dev.aidp;

import dev.aidp.runtime.view.RunView;
import java.util.List;

/**
 * Runs that can be looked at and steered: those of a repository ({@link Aidp}), or all that a
 * Temporal service knows ({@link Aidp#connect}). Safe for use by many threads.
 *
 * <pre>{@code
 * try (Runs runs = Aidp.connect(options)) {
 *   for (RunHandle run : runs.runs(RunFilter.all().in(RunState.WAITING))) {
 *     System.out.println(run.view().id());
 *   }
 * }
 * }</pre>
 */
public interface Runs extends AutoCloseable {

  /**
   * Returns the run {@code id}.
   *
   * @throws dev.aidp.failure.NotFoundException if there is none
   * @throws dev.aidp.failure.UsageException if several repositories have one: of those that a
   *     service knows, each has a full id, too, {@code REPOSITORY/RUN}
   */
  RunHandle run(String id);

  /** Returns how every run stands, the newest first. */
  default List<RunView> views() {
    return views(RunFilter.all());
  }

  /** Returns how those runs stand that {@code filter} lets pass, likewise. */
  List<RunView> views(RunFilter filter);

  /** Returns every run, the newest first. */
  default List<RunHandle> runs() {
    return runs(RunFilter.all());
  }

  /** Returns those runs that {@code filter} lets pass, the newest first. */
  List<RunHandle> runs(RunFilter filter);

  @Override
  void close();
}
