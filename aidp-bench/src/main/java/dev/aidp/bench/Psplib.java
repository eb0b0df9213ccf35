package dev.aidp.bench;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.bench.report.Machine;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.schedule.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far the schedules of {@code aidp plan simulate} are from the best known ones of published
 * instances (PSPLIB, files {@code *.sm}). Takes folders; each has its instances and the best known
 * makespans: a file {@code optimum.csv}, in it or one folder below, of lines {@code FILE,MAKESPAN}
 * or {@code FILE,LOWER..UPPER}.
 */
public final class Psplib {

  private Psplib() {}

  /** Measures and prints a row a folder. */
  public static void main(String[] folders) throws IOException {
    System.out.println(
        "| instances | mean above best known | as good | planning, ms, mean | longest |");
    System.out.println("|---|---|---|---|---|");
    for (String folder : folders) {
      row(Path.of(folder));
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static void row(Path folder) throws IOException {
    double above = 0;
    int best = 0;
    long nanos = 0;
    long longest = 0;
    Map<String, Long> known = known(folder);
    for (Map.Entry<String, Long> each : known.entrySet()) {
      PlanGraph plan = plan(Files.readString(folder.resolve(each.getKey())));
      long began = System.nanoTime();
      Duration makespan =
          Simulation.makespan(Simulation.of(plan, Duration.ZERO, plan.nodes().size()));
      long took = System.nanoTime() - began;
      nanos += took;
      longest = Math.max(longest, took);
      above += 100.0 * (makespan.toSeconds() - each.getValue()) / each.getValue();
      best += makespan.toSeconds() == each.getValue() ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "| %s: %d | %.3f %% | %d | %.0f | %d |%n",
        folder.getFileName(),
        known.size(),
        above / known.size(),
        best,
        nanos / 1e6 / known.size(),
        longest / 1_000_000);
  }

  private static Map<String, Long> known(Path folder) throws IOException {
    Map<String, Long> known = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      Path table = files.filter(file -> file.endsWith("optimum.csv")).findFirst().orElseThrow();
      for (String line : Files.readAllLines(table)) {
        String span = line.substring(line.indexOf(',') + 1).strip();
        if (line.contains(".sm,")) {
          String upper = span.substring(span.lastIndexOf('.') + 1);
          known.put(line.substring(0, line.indexOf(',')), Long.parseLong(upper));
        }
      }
    }
    return known;
  }

  /** Returns an instance as a plan: a unit for each activity, the empty first and last one too. */
  private static PlanGraph plan(String text) {
    List<List<Integer>> successors = rows(text, "PRECEDENCE RELATIONS:");
    List<List<Integer>> demands = rows(text, "REQUESTS/DURATIONS:");
    List<Integer> capacities = rows(text, "RESOURCEAVAILABILITIES:").get(0);
    Map<Integer, List<String>> before = new LinkedHashMap<>();
    for (List<Integer> row : successors) {
      row.subList(3, row.size())
          .forEach(
              next -> before.computeIfAbsent(next, n -> new ArrayList<>()).add(id(row.get(0))));
    }
    ImmutableList.Builder<PlanNode> nodes = ImmutableList.builder();
    for (List<Integer> row : demands) {
      String[] needs = before.getOrDefault(row.get(0), List.of()).toArray(String[]::new);
      nodes.add(
          PlanNode.of(id(row.get(0)), needs)
              .withDemand(
                  new PlanNode.Demand(
                      Duration.ofSeconds(row.get(2)), amounts(row.subList(3, row.size())))));
    }
    return new PlanGraph("", nodes.build(), amounts(capacities));
  }

  private static String id(int number) {
    return "j" + number;
  }

  private static ImmutableMap<String, Integer> amounts(List<Integer> numbers) {
    ImmutableMap.Builder<String, Integer> amounts = ImmutableMap.builder();
    for (int i = 0; i < numbers.size(); i++) {
      amounts.put("r" + (i + 1), numbers.get(i));
    }
    return amounts.buildOrThrow();
  }

  /** Returns the rows of numbers below {@code title}, up to the next row of stars. */
  private static List<List<Integer>> rows(String text, String title) {
    String section = text.substring(text.indexOf(title) + title.length());
    int end = section.indexOf("***");
    return (end < 0 ? section : section.substring(0, end))
        .lines()
        .map(line -> CharMatcher.whitespace().trimAndCollapseFrom(line, ' '))
        .filter(line -> line.matches("[0-9][0-9 ]*"))
        .map(line -> Splitter.on(' ').splitToStream(line).map(Integer::valueOf).toList())
        .toList();
  }
}
