package dev.aidp.activities.process;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a family of processes: TERM, some patience, then KILL until none is left. Cannot be
 * interrupted.
 */
final class ProcessTerminator {

  /** How long KILL is repeated: who forks faster than that is stopped by its group's signal. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(3);

  /** Its members are signalled besides. */
  private static final Duration GROUP_PATIENCE = Duration.ofSeconds(1);

  private static final long LOOK_MILLIS = 20;
  private static final Logger LOG = LoggerFactory.getLogger(ProcessTerminator.class);

  private final ProcessFamily family;
  private boolean interrupted;

  ProcessTerminator(ProcessFamily family) {
    this.family = family;
  }

  /** Ends all, and returns whether none is left. */
  boolean end(Duration grace) {
    interrupted = Thread.interrupted();
    try {
      if (family.members().isEmpty()) {
        return true;
      }
      if (!grace.isZero()) {
        signal("TERM", family.members());
        awaitNone(System.nanoTime() + grace.toNanos());
      }
      return killAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitNone(long limit) {
    while (!family.members().isEmpty() && System.nanoTime() < limit) {
      pause();
    }
  }

  private boolean killAll() {
    long limit = System.nanoTime() + KILL_LIMIT.toNanos();
    List<ProcessEntry> left = family.members();
    while (!left.isEmpty() && System.nanoTime() < limit) {
      signal("KILL", left);
      pause();
      left = family.members();
    }
    if (!left.isEmpty()) {
      LOG.warn("These processes could not be ended: {}", left);
    }
    return left.isEmpty();
  }

  private void signal(String name, List<ProcessEntry> members) {
    long group = family.group();
    if (group > 1) {
      GroupSignal.send(name, group, GROUP_PATIENCE);
      if (name.equals("TERM")) {
        // What is held does not hear it otherwise.
        GroupSignal.send("CONT", group, GROUP_PATIENCE);
      }
      interrupted |= Thread.interrupted();
    }
    for (ProcessEntry member : members) {
      signalOne(name, member);
    }
  }

  /* The handle is taken before the identity is compared, and checks the start again when it signals. */
  private void signalOne(String name, ProcessEntry member) {
    ProcessHandle handle = ProcessHandle.of(member.pid()).orElse(null);
    if (handle == null || handle.equals(ProcessHandle.current()) || !family.still(member)) {
      return;
    }
    if (name.equals("KILL")) {
      handle.destroyForcibly();
    } else {
      handle.destroy();
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true; // Ending what was started goes first.
    }
  }
}
