package dev.aidp.bench.overhead;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose overhead is measured.
 *
 * @param name in the table
 * @param keeps what survives
 * @param fresh whether each sample gets a stand of its own, or all share one, as in a long life
 * @param under10 the agent time at which its overhead must be under 10 %, or null
 * @param naive whether it maps each part of an iteration to a step
 * @param opening opens one more stand, in an empty folder
 */
record Candidate(
    String name,
    String keeps,
    boolean fresh,
    @Nullable Integer under10,
    boolean naive,
    Opening opening) {

  static final String NATIVE = "native";
  static final String SERVER = "dev server";
  static final String OURS = ", ours";
  static final String NAIVE = ", naive";

  private static final Path MEMORY = Path.of("/dev/shm");

  /** Opens a stand. */
  @FunctionalInterface
  interface Opening {
    Stand open(Path folder, TimedSteps steps);
  }

  /** Returns the native engine, and the same with a file that needs no disk, where one can be. */
  static List<Candidate> onNative() {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(new Candidate(NATIVE, "power loss", false, 10, false, NativeStand::in));
    if (Files.isWritable(MEMORY)) {
      candidates.add(
          new Candidate(
              "native, its file in memory",
              "process crash",
              false,
              null,
              false,
              (folder, steps) -> NativeStand.inMemory(MEMORY, steps)));
    }
    return candidates;
  }

  /** Returns both mappings on Temporal's server in memory. */
  static List<Candidate> inMemory() {
    return both("temporal, in memory", "nothing", true, null, TemporalServer.inMemory());
  }

  /** Returns both mappings on the development server as it starts by itself. */
  static List<Candidate> stock(String target) {
    return both(
        "temporal, " + SERVER + " stock", "nothing", false, 1_000, TemporalServer.at(target));
  }

  /** Returns both mappings on the development server as docs/temporal.md starts it. */
  static List<Candidate> tuned(String target) {
    return both(
        "temporal, " + SERVER + " tuned", "process crash", false, 300, TemporalServer.at(target));
  }

  private static List<Candidate> both(
      String name, String keeps, boolean fresh, @Nullable Integer under10, TemporalServer server) {
    return List.of(
        new Candidate(
            name + OURS,
            keeps,
            fresh,
            under10,
            false,
            (folder, steps) -> server.open(TemporalStand::on, folder, steps)),
        new Candidate(
            name + NAIVE,
            keeps,
            fresh,
            null,
            true,
            (folder, steps) -> server.open(NaiveStand::on, folder, steps)));
  }
}
