package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a family of processes: TERM, some patience, then KILL until none is left. Cannot be
 * interrupted.
 */
final class Ending {

  /** How long KILL is repeated: who forks faster than that is stopped by its group's signal. */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(3);

  private static final long LOOK_MILLIS = 20;
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final ProcessFamily family;
  private boolean interrupted;

  Ending(ProcessFamily family) {
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
      signalGroup(name, group);
    }
    for (ProcessEntry member : members) {
      signalOne(name, member);
    }
  }

  /* The double hyphen is vital: without it some kill programs read -1234 as -1, which is every process there is. */
  private void signalGroup(String name, long group) {
    List<String> command =
        ImmutableList.of(
            "/bin/sh", "-c", "kill -s \"$1\" -- \"-$2\"", "kill", name, Long.toString(group));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.getOutputStream().close();
      if (!kill.waitFor(1, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn(
          "The process group {} cannot be signalled as a whole; its members are, one by one",
          group,
          e);
    } catch (InterruptedException e) {
      interrupted = true;
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
