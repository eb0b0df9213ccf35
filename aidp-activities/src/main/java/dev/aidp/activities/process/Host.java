package dev.aidp.activities.process;

import dev.aidp.run.Defaults;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** Takes one of the {@code most} places of an agent, or returns empty if none is free. */
  public Optional<HostLock> agent(String name, int most) {
    return IntStream.range(0, most)
        .mapToObj(place -> locks.resolve("agent-%s-%d.lock".formatted(name, place)))
        .flatMap(file -> HostLock.take(file).stream())
        .findFirst();
  }

  /** Takes what only one command has at a time, or returns empty if another one has it. */
  Optional<HostLock> alone() {
    return HostLock.take(locks.resolve("exclusive.lock"));
  }
}
