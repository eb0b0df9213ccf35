package dev.aidp.bench;

import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An engine whose overhead is measured.
 *
 * @param name in the table
 * @param keeps what survives
 * @param samples how many; where one is short there are more
 * @param fresh whether each sample gets a stand of its own, or all share one, as in a long life
 * @param limits the overhead that is allowed at each agent time, or none
 * @param opening opens one more stand, in an empty folder
 */
record Candidate(
    String name, String keeps, int samples, boolean fresh, Limits limits, Opening opening) {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** What is allowed, in milliseconds an iteration. */
  record Limits(double busy, double idle) {
    static final Limits NONE = new Limits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    double at(int agentMillis) {
      return agentMillis == 0 ? busy : idle;
    }
  }

  /** Opens a stand. */
  @FunctionalInterface
  interface Opening {
    Stand open(Path folder, IterationSteps steps);
  }

  static Candidate onNative(int samples) {
    return new Candidate(
        "native", "power loss", samples, false, new Limits(0.3, 1), NativeStand::in);
  }

  /** Returns the same with a file that needs no disk: what is left is the engine's own. */
  static Optional<Candidate> withoutDisk(int samples) {
    return Files.isWritable(MEMORY)
        ? Optional.of(
            new Candidate(
                "native, its file in memory",
                "process crash",
                samples,
                false,
                Limits.NONE,
                (folder, steps) -> NativeStand.inMemory(MEMORY, steps)))
        : Optional.empty();
  }

  static Candidate inMemory(int samples) {
    return new Candidate(
        "temporal, in memory", "nothing", samples, true, Limits.NONE, TemporalStand::inMemory);
  }

  static Candidate on(DevServer server, int samples) {
    return new Candidate(
        "temporal, dev server",
        "process crash",
        samples,
        false,
        Limits.NONE,
        (folder, steps) -> TemporalStand.at(server.target(), folder, steps));
  }
}
