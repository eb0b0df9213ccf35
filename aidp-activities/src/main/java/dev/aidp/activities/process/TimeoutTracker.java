package dev.aidp.activities.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a running command is ended from outside. Time in which it was stopped by a signal counts for
 * nothing. Pure: it is told what is seen and when.
 */
final class TimeoutTracker {

  private final long limit;
  private final long silence;
  private final long grace;
  private long lookedAt;
  private long bytes;
  private long ran;
  private long silent;
  private long lingered;
  private boolean done;

  /** Makes one for a command that began at {@code now}, in nanoseconds. */
  TimeoutTracker(Duration timeout, ProcessWatch vigil, long now) {
    Duration quiet = vigil.silence();
    limit = timeout.toNanos();
    silence = quiet == null ? Long.MAX_VALUE : quiet.toNanos();
    grace = vigil.grace().toNanos();
    lookedAt = now;
  }

  /** Takes what is seen: how many bytes it has written so far, and how it stands. */
  void look(long now, long written, boolean stopped, boolean saysDone) {
    long passed = stopped ? 0 : now - lookedAt;
    lookedAt = now;
    ran += passed;
    silent = written > bytes ? 0 : silent + passed;
    lingered = done && saysDone ? lingered + passed : 0;
    bytes = written;
    done = saysDone;
  }

  /** Returns why it is ended now, or null if it is not. */
  ProcessResult.@Nullable How verdict() {
    if (done && lingered >= grace) {
      return ProcessResult.How.LINGERED;
    }
    if (ran >= limit) {
      return ProcessResult.How.TIMED_OUT;
    }
    return silent >= silence ? ProcessResult.How.SILENT : null;
  }

  /** Returns how long it may last from the last look until something is to be decided, at most. */
  long left() {
    return Math.min(limit - ran, silence - silent);
  }
}
