package dev.aidp.bench.peers;

import dev.aidp.bench.peers.Contestant.MissingException;
import dev.aidp.bench.peers.PeerProcess.Task;
import dev.aidp.bench.report.ChildJvm;
import dev.aidp.bench.report.Fingerprint;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.PerformanceDoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All contestants in turn, round by round, a fresh process for each sample: {@code SideBySide
 * [--rounds N] [--units N] [--long N] [--doc FILE] [NAME]...}. Who cannot take part here is named.
 */
public final class SideBySide {

  private static final Path TOP = Machine.folder("peers");

  private final Map<Contestant, PeerSamples> samples = new EnumMap<>(Contestant.class);
  private final Map<Contestant, String> missing = new EnumMap<>(Contestant.class);
  private final Map<Contestant, PeerServer> servers = new EnumMap<>(Contestant.class);
  private int units = 1_000;
  private int iterations = PeerProcess.LONG;
  private int rounds = 3;
  private @Nullable PerformanceDoc doc;

  private SideBySide() {}

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    SideBySide all = new SideBySide();
    List<Contestant> asked = all.read(args);
    String before = Fingerprint.taken(TOP).text();
    try {
      for (Contestant each : asked) {
        all.enter(each);
      }
      for (int round = 0; round < all.rounds; round++) {
        for (Contestant each : all.samples.keySet()) {
          all.sample(each);
        }
      }
      for (Contestant each : all.samples.keySet()) {
        all.grow(each); // once, and last: it takes the longest
      }
    } finally {
      all.servers.values().forEach(PeerServer::close);
    }
    String table = new PeerTable(all.samples, all.missing).text(all.rounds, all.units, before);
    System.out.println(table);
    if (all.doc != null) {
      all.doc.write("peers", table);
    }
    Machine.delete(TOP);
    System.exit(0);
  }

  private List<Contestant> read(String[] args) {
    List<Contestant> asked = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--rounds" -> rounds = Integer.parseInt(args[++i]);
        case "--units" -> units = Integer.parseInt(args[++i]);
        case "--long" -> iterations = Integer.parseInt(args[++i]);
        case "--doc" -> doc = new PerformanceDoc(Path.of(args[++i]));
        default -> asked.add(Contestant.valueOf(args[i]));
      }
    }
    return asked.isEmpty() ? List.of(Contestant.values()) : asked;
  }

  private void enter(Contestant each) throws IOException, InterruptedException {
    try {
      servers.put(each, each.server(Machine.folder(TOP, "server")));
      samples.put(each, new PeerSamples());
    } catch (MissingException e) {
      System.err.println(each.title() + " is missing: " + e.getMessage());
      missing.put(each, String.valueOf(e.getMessage()));
    }
  }

  private void sample(Contestant each) throws IOException, InterruptedException {
    PeerSamples found = Objects.requireNonNull(samples.get(each));
    PeerServer server = Objects.requireNonNull(servers.get(each));
    try {
      values(each, Task.WORK, Integer.toString(units)).forEach(found::add);
      try (ChildJvm cold = process(each, Task.COLD, Machine.folder(TOP, "cold"))) {
        found.add("cold", cold.awaitSaying(PeerProcess.DURABLE) / 1_000);
      }
      killed(each, found);
      if (server.pid() > 0) {
        found.add("server", Machine.peakMebibytes(server.pid()));
      }
    } catch (IllegalStateException e) {
      found.failed(String.valueOf(e.getMessage()));
    }
    System.err.println(each.title() + ": " + found);
  }

  private void grow(Contestant each) throws IOException {
    PeerSamples found = Objects.requireNonNull(samples.get(each));
    try {
      values(each, Task.GROWTH, Integer.toString(iterations)).forEach(found::add);
    } catch (IllegalStateException e) {
      found.failed(String.valueOf(e.getMessage()));
    }
    System.err.println(each.title() + ": " + found);
  }

  private Map<String, Double> values(Contestant each, Task task, String more) throws IOException {
    try (ChildJvm child = process(each, task, Machine.folder(TOP, "work"), more)) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (String line : child.lines()) {
        String[] words = line.split(" ");
        if (words.length == 2 && words[1].matches("-?[0-9.E-]+")) {
          values.put(words[0], Double.valueOf(words[1]));
        }
      }
      if (values.isEmpty()) {
        throw new IllegalStateException(task + " came to nothing");
      }
      return values;
    }
  }

  private ChildJvm process(Contestant each, Task task, Path folder, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(each.name());
    arguments.add(Objects.requireNonNull(servers.get(each)).target());
    arguments.add(folder.toString());
    arguments.add(task.name());
    arguments.addAll(List.of(more));
    return ChildJvm.running(PeerProcess.class, Map.of(), arguments.toArray(String[]::new));
  }

  /** Kills the work in its middle; both processes note what they begin in one file. */
  private void killed(Contestant each, PeerSamples found) throws IOException, InterruptedException {
    Path folder = Machine.folder(TOP, "killed");
    try (ChildJvm first = process(each, Task.FIRST, folder)) {
      first.awaitSaying(PeerProcess.HALF);
      first.kill();
    }
    try (ChildJvm second = process(each, Task.SECOND, folder)) {
      found.add("resumed", second.awaitSaying(PeerProcess.NEW) / 1_000);
      if (second.lines().isEmpty()) {
        throw new IllegalStateException("The killed loop did not come to its end");
      }
    }
    List<String> begun = Files.readAllLines(folder.resolve("killed"));
    found.add("again", begun.size() - new HashSet<>(begun).size());
  }
}
