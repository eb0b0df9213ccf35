package dev.aidp.activities.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a signal to a whole process group, whose identity the caller has checked. */
final class GroupSignal {

  private static final Logger LOG = LoggerFactory.getLogger(GroupSignal.class);

  private GroupSignal() {}

  /* The double hyphen is vital: without it some kill programs read -1234 as -1, which is every process there is. */
  /** Returns whether it was sent within {@code patience}; an interrupt meanwhile stays noted. */
  static boolean send(String name, long group, Duration patience) {
    if (group <= 1) {
      throw new IllegalArgumentException("Not a group: " + group);
    }
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
      if (!kill.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        kill.destroyForcibly();
        LOG.warn("The process group {} was not sent {} within {}", group, name, patience);
        return false;
      }
      return kill.exitValue() == 0;
    } catch (IOException e) {
      LOG.warn(
          "The process group {} cannot be signalled as a whole; its members are, one by one",
          group,
          e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
