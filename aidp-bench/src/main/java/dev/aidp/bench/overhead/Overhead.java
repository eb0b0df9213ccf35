package dev.aidp.bench.overhead;

import com.google.common.primitives.Doubles;
import dev.aidp.bench.report.Fingerprint;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Plot;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.opentest4j.TestAbortedException;

/**
 * What an iteration costs more on an engine than in a plain loop with the same activities, which do
 * nothing: on native and on Temporal (in memory, dev server stock and tuned), there by Aidp's
 * mapping and by the naive one. All take turns, the plain loop first.
 */
public final class Overhead {

  private final Effort effort;
  private final Path folder = Machine.folder("overhead");
  private final List<Measured> all = new ArrayList<>();
  private final List<Samples> samples = new ArrayList<>();
  private final TreeMap<Integer, double[]> plain = new TreeMap<>();
  private final List<DevServer> servers = new ArrayList<>();

  private Overhead(Effort effort) {
    this.effort = effort;
  }

  /**
   * What was found.
   *
   * @param markdown the tables
   * @param plot the per cent by the agent's time
   * @param met whether all is as it must be
   */
  public record Result(String markdown, Plot plot, boolean met) {}

  /** Measures in so many rounds, each of about a minute; 0 for a glance of some seconds. */
  public static Result measured(int rounds) throws IOException {
    Logger.getLogger("io.grpc").setLevel(Level.OFF); // a server that is closed under its clients
    Overhead overhead = new Overhead(rounds == 0 ? Effort.quick() : Effort.full(rounds));
    try {
      return overhead.result();
    } finally {
      overhead.close();
    }
  }

  private Result result() throws IOException {
    Fingerprint before = Fingerprint.taken(folder);
    candidates().forEach(this::enter);
    for (int round = 1; round <= effort.rounds(); round++) {
      round(round);
    }
    OverheadReport report = new OverheadReport(all);
    List<String> lines = new ArrayList<>(report.table());
    lines.add("");
    List<String> verdicts = report.verdicts();
    lines.addAll(verdicts);
    lines.add("");
    lines.add(
        "%d rounds, in turn; mean of all iterations, in brackets where it lies with 95 %% confidence. Before: %s After: %s"
            .formatted(effort.rounds(), before.text(), Machine.line()));
    return new Result(
        String.join("\n", lines),
        report.plot(),
        verdicts.stream().noneMatch(line -> line.endsWith("MISSED")));
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>(Candidate.onNative());
    if (!Machine.NATIVE_ONLY) {
      candidates.addAll(Candidate.inMemory());
      with(DevServer::startStock, server -> candidates.addAll(Candidate.stock(server.target())));
      with(DevServer::start, server -> candidates.addAll(Candidate.tuned(server.target())));
    }
    return candidates;
  }

  private void with(Supplier<DevServer> start, Consumer<DevServer> user) {
    try {
      DevServer server = start.get();
      servers.add(server);
      user.accept(server);
    } catch (TestAbortedException e) {
      System.err.println(e.getMessage());
    }
  }

  private void enter(Candidate candidate) {
    System.err.println("Warming up: " + candidate.name());
    all.add(new Measured(candidate, plain));
    samples.add(new Samples(candidate, effort, folder));
  }

  private void round(int round) {
    for (int millis : effort.agentMillis()) {
      plain.merge(millis, Samples.plain(effort, millis), Doubles::concat);
      for (int i = 0; i < all.size(); i++) {
        Measured measured = all.get(i);
        measured.add(millis, samples.get(i).sample(millis), samples.get(i).load());
        System.err.printf(
            "Round %d, agent %d ms, %s: %s ms over the plain loop%n",
            round, millis, measured.candidate().name(), measured.overhead(millis));
      }
    }
  }

  private void close() {
    samples.forEach(Samples::close);
    servers.forEach(DevServer::close);
    Machine.delete(folder);
  }
}
