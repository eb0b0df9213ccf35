package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HostLock;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Clean checkouts, in which no agent ever works: {@code _clean-1}, {@code _clean-2} … beside the
 * worktrees of a run. Who needs one leases the first that is free, and has it for himself as long
 * as his process lives. Safe for use by many threads and processes.
 */
public final class CleanCheckouts {

  /** At its end a run has no step under way, or one that is just being stopped. */
  private static final int PATIENCE = 50;

  private static final long PAUSE_MILLIS = 100;

  private static final String LOCK = ".lock";

  private final Layout layout;
  private final Worktrees worktrees;
  private final Consumer<Work> endProcesses;

  /**
   * Makes one.
   *
   * @param endProcesses ends what an earlier process has left running for a work
   */
  public CleanCheckouts(Layout layout, Worktrees worktrees, Consumer<Work> endProcesses) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.endProcesses = endProcesses;
  }

  /**
   * Leases the first that is free, made if need be; whatever dead processes have left running in
   * any that is free has been ended.
   */
  public Lease lease(Work asking) {
    int place = 1;
    Lease free = take(slot(asking, place));
    while (free == null) {
      place++;
      free = take(slot(asking, place));
    }
    try {
      endProcesses.accept(free.work());
      for (place++; Files.exists(file(slot(asking, place))); place++) {
        endLeft(slot(asking, place));
      }
      return free;
    } catch (RuntimeException e) {
      free.close();
      throw e;
    }
  }

  /** Ends what runs in a checkout whose process has died; where it lives, nothing happens. */
  private void endLeft(Work slot) {
    if (Files.isDirectory(processes(slot))) {
      try (Lease lease = take(slot)) {
        if (lease != null) {
          endProcesses.accept(slot);
        }
      }
    }
  }

  private static Work slot(Work asking, int place) {
    return Work.clean(asking.run(), asking.generation(), place);
  }

  /** Removes all those of a run that needs none any more. */
  void remove(Work any) {
    for (Work slot : all(any)) {
      endProcesses.accept(slot);
      try (Lease lease = takePatiently(slot)) {
        if (lease != null) {
          worktrees.close(slot);
          Removal.of(file(slot));
        }
      }
    }
    Removal.of(layout.io(new Work(any.run(), any.generation(), Work.CLEAN, 1)));
  }

  private List<Work> all(Work any) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(layout.worktrees(any.run()), Work.CLEAN + "-*" + LOCK)) {
      ImmutableList.Builder<Work> all = ImmutableList.builder();
      for (Path file : files) {
        String name = file.getFileName().toString();
        String unit = name.substring(0, name.length() - LOCK.length());
        all.add(new Work(any.run(), any.generation(), unit, 1));
      }
      return ImmutableList.sortedCopyOf(Comparator.comparing(Work::unit), all.build());
    } catch (NoSuchFileException e) {
      return ImmutableList.of();
    } catch (IOException e) {
      throw Storage.failed("The folder " + layout.worktrees(any.run()) + " cannot be read", e);
    }
  }

  private @Nullable Lease takePatiently(Work slot) {
    Lease lease = take(slot);
    for (int n = 0; lease == null && n < PATIENCE; n++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
      lease = take(slot);
    }
    return lease;
  }

  /** Returns the folder that is there while commands run in it, or ran when a process died. */
  private Path processes(Work slot) {
    return layout.processes().resolve(slot.run()).resolve(slot.unit());
  }

  private Path file(Work slot) {
    return layout.worktrees(slot.run()).resolve(slot.unit() + LOCK);
  }

  private @Nullable Lease take(Work slot) {
    return HostLock.take(file(slot)).map(lock -> new Lease(slot, lock)).orElse(null);
  }

  /** A clean checkout that somebody has for himself until it is closed. */
  public final class Lease implements AutoCloseable {

    private final Work slot;
    private final HostLock lock;

    private Lease(Work slot, HostLock lock) {
      this.slot = slot;
      this.lock = lock;
    }

    /** Returns whose commands are those that run in it. */
    public Work work() {
      return slot;
    }

    /** Makes it hold exactly {@code state}, and nothing else but what {@code caches} name. */
    public void put(TreeState state, Collection<String> caches) {
      worktrees.clear(slot, state, caches);
    }

    @Override
    public void close() {
      try {
        Removal.ofEmpty(processes(slot));
      } finally {
        lock.close();
      }
    }
  }
}
