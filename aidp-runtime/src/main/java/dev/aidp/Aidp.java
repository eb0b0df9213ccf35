package dev.aidp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Durable agent workflows on one git repository: starts runs, shows them, steers them, from any
 * process. Safe for use by many threads. Closing it gives up the runs it owns, so that another
 * process can go on with them.
 */
public final class Aidp implements AutoCloseable {

  private Aidp() {}

  /**
   * Opens the repository around {@code place}.
   *
   * @throws dev.aidp.failure.UsageException if Aidp cannot work there
   * @throws dev.aidp.failure.UnusableException if its storage cannot be used
   */
  public static Aidp open(Path place, AidpOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts a run and owns it, or attaches to the one with this id (and adopts it if nobody owns
   * it).
   *
   * @throws dev.aidp.failure.UsageException if the plan, the base or the branch is wrong, or the id
   *     belongs to a run that was started differently; nothing has then been started
   */
  public RunHandle start(RunStart start) {
    throw new UnsupportedOperationException();
  }

  /** Returns the id that {@code start} will use: its own, or one made from its text. */
  public String idOf(RunStart start) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the run {@code id}.
   *
   * @throws java.util.NoSuchElementException if there is none
   */
  public RunHandle run(String id) {
    throw new UnsupportedOperationException();
  }

  /** Returns every run, the youngest first. */
  public List<RunHandle> runs() {
    throw new UnsupportedOperationException();
  }

  /**
   * Works for {@code engine} until {@link #close()} or {@link #drain}: takes over runs whose owner
   * died, now and later.
   */
  public void work(String engine) {
    throw new UnsupportedOperationException();
  }

  /** Takes nothing new, lets turns end for at most {@code limit}, and gives up the rest. */
  public void drain(Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** Returns the top of the main worktree. */
  public Path top() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
