package dev.aidp.activities.process;

import dev.aidp.run.Defaults;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the commands of all runs of a user share on this host.
 *
 * @param locks the folder of its locks
 * @param portBase the first port of the first lane
 */
public record Host(Path locks, int portBase) {

  /** Returns that of this process's user. */
  public static Host ofThisUser(int portBase) {
    return new Host(HostLock.folder(System.getenv()), portBase);
  }

  /** Returns that of this process's user, with the usual ports. */
  public static Host ofThisUser() {
    return ofThisUser(Defaults.PORT_BASE);
  }

  /** Takes a lane. */
  Lane lane() {
    return Lane.take(locks, portBase);
  }

  /** Takes what only one command has at a time, or returns empty if another one has it. */
  Optional<HostLock> alone() {
    return HostLock.take(locks.resolve("exclusive.lock"));
  }
}
