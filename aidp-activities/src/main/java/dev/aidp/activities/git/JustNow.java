package dev.aidp.activities.git;

import dev.aidp.git.TreeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of folders for a while, because nothing has run in them since. Later it may be a
 * person who has changed something there. Safe for use by many threads.
 */
final class JustNow {

  private record Known(TreeState state, long nanos) {}

  private final long nanos;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  JustNow(Duration time) {
    this.nanos = time.toNanos();
  }

  /** Says that {@code folder} is at {@code state} now. */
  void is(Path folder, TreeState state) {
    known.put(folder, new Known(state, System.nanoTime()));
  }

  /** Forgets it, and returns whether it was known to be at {@code state}. */
  boolean was(Path folder, TreeState state) {
    Known last = known.remove(folder);
    return last != null && last.state.equals(state) && System.nanoTime() - last.nanos < nanos;
  }

  /** Forgets it. */
  void over(Path folder) {
    known.remove(folder);
  }
}
