package dev.aidp.bench.peers;

import dev.aidp.bench.report.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of all contestants, in Markdown. */
final class PeerTable {

  private final Map<Contestant, PeerSamples> samples;
  private final Map<Contestant, String> missing;

  PeerTable(Map<Contestant, PeerSamples> samples, Map<Contestant, String> missing) {
    this.samples = samples;
    this.missing = missing;
  }

  String text(int rounds, int units, String before) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| engine | survives | loop, ms over plain: agent 0 ms | 10 ms | 100 ms | %,d × %d steps, s | `kill -9`, to the next step, s | turns again |"
                .formatted(units, Peer.STEPS)
            + " iterations 1–50, ms | the last 50, ms | of | cold start, s | MiB | server, MiB |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    samples.forEach((contestant, found) -> lines.add(row(contestant, found)));
    lines.add("");
    samples.forEach(
        (contestant, found) -> {
          if (found.failure() != null) {
            lines.add("* %s failed: %s".formatted(contestant.title(), found.failure()));
          }
        });
    missing.forEach(
        (contestant, why) -> lines.add("* %s is missing: %s".formatted(contestant.title(), why)));
    lines.add("");
    lines.add(
        "%d rounds, all in turn; the median (smallest–largest) of them. Before: %s After: %s"
            .formatted(rounds, before, Machine.line()));
    return String.join("\n", lines);
  }

  private static String row(Contestant contestant, PeerSamples found) {
    return "| "
        + String.join(
            " | ",
            contestant.title(),
            contestant.keeps(),
            found.spread("loop0"),
            found.spread("loop10"),
            found.spread("loop100"),
            found.spread("fan"),
            found.spread("resumed"),
            found.median("again"),
            found.median("first"),
            found.median("last"),
            found.median("reached"),
            found.spread("cold"),
            found.median("memory"),
            found.median("server"))
        + " |";
  }
}
