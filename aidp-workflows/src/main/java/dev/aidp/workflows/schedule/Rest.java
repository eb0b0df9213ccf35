package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a run: the units that run, and those that wait and can be done. Played by events
 * as a run would go, the longest way first, as far as there is enough for it; who keeps apart from
 * whom is left out.
 */
final class Rest {

  /** Among so many that are ready one is looked for that there is enough for. */
  private static final int LOOKED_AT = 64;

  private final ImmutableList<PlanNode> nodes;
  private final long[] usual;
  private final long[] worked;
  private final int[][] after;
  private final int[] open;
  private final int[] rank;
  private final int[][] needs;
  private final Pools pools;
  private final UnitDurations durations;

  Rest(
      PlanGraph plan, List<UnitReport> reports, Pools pools, UnitDurations durations, Instant now) {
    Map<String, UnitReport> stand = new LinkedHashMap<>();
    reports.forEach(report -> stand.put(report.id(), report));
    this.pools = pools;
    this.durations = durations;
    this.nodes = left(plan, stand);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    nodes.forEach(node -> numbers.put(node.id(), numbers.size()));
    int size = nodes.size();
    usual = new long[size];
    worked = new long[size];
    open = new int[size];
    needs = new int[size][];
    List<List<Integer>> followers = new ArrayList<>();
    nodes.forEach(node -> followers.add(new ArrayList<>()));
    for (int unit = 0; unit < size; unit++) {
      PlanNode node = nodes.get(unit);
      UnitReport report = stand.get(node.id());
      worked[unit] = worked(report, now);
      boolean runs = worked[unit] > 0;
      usual[unit] = durations.usual(node.id());
      needs[unit] = pools.needs(node);
      for (String need : node.dependsOn()) {
        Integer before = numbers.get(need);
        if (before != null && !runs) {
          open[unit]++;
          followers.get(before).add(unit);
        }
      }
    }
    after =
        followers.stream()
            .map(each -> each.stream().mapToInt(unit -> unit).toArray())
            .toArray(int[][]::new);
    rank = ranks();
  }

  private static long worked(@Nullable UnitReport report, Instant now) {
    return report == null || report.state() != UnitState.RUNNING
        ? 0
        : Math.max(1, report.times().worked(now).toMillis());
  }

  /** Those that wait for something that will never be done will not be either. */
  private static ImmutableList<PlanNode> left(PlanGraph plan, Map<String, UnitReport> stand) {
    Map<String, PlanNode> waiting = new LinkedHashMap<>();
    Map<String, List<String>> needed = new LinkedHashMap<>();
    Deque<String> never = new ArrayDeque<>();
    for (PlanNode node : plan.nodes()) {
      UnitReport report = stand.get(node.id());
      UnitState state = report == null ? UnitState.PENDING : report.state();
      if (!state.settled()) {
        waiting.put(node.id(), node);
        (node.rules().runsAnyway() ? List.<String>of() : node.dependsOn())
            .forEach(need -> needed.computeIfAbsent(need, one -> new ArrayList<>()).add(node.id()));
      } else if (!state.finished()) {
        never.add(node.id());
      }
    }
    while (!never.isEmpty()) {
      for (String lost : needed.getOrDefault(never.remove(), List.of())) {
        if (waiting.remove(lost) != null) {
          never.add(lost);
        }
      }
    }
    return ImmutableList.copyOf(waiting.values());
  }

  /** How long the way to the end is, found from the end. */
  private int[] ranks() {
    int[] before = new int[size()];
    List<Integer> inOrder = new ArrayList<>();
    for (int unit = 0; unit < size(); unit++) {
      before[unit] = open[unit];
      if (before[unit] == 0) {
        inOrder.add(unit);
      }
    }
    for (int at = 0; at < inOrder.size(); at++) {
      for (int next : after[inOrder.get(at)]) {
        if (--before[next] == 0) {
          inOrder.add(next);
        }
      }
    }
    long[] ways = new long[size()];
    for (int at = inOrder.size() - 1; at >= 0; at--) {
      int unit = inOrder.get(at);
      for (int next : after[unit]) {
        ways[unit] = Math.max(ways[unit], ways[next]);
      }
      ways[unit] += usual[unit];
    }
    List<Integer> urgent = new ArrayList<>(inOrder);
    urgent.sort((a, b) -> Long.compare(ways[b], ways[a]));
    int[] ranks = new int[size()];
    for (int at = 0; at < urgent.size(); at++) {
      ranks[urgent.get(at)] = at;
    }
    return ranks;
  }

  int size() {
    return nodes.size();
  }

  String id(int unit) {
    return nodes.get(unit).id();
  }

  /**
   * Plays it once.
   *
   * @param ends takes when each unit ends, in milliseconds from now, at {@code [unit][time]}
   * @return when the last one ends
   */
  long play(Chance chance, int parallel, long[][] ends, int time) {
    double[] whole =
        IntStream.range(0, size())
            .filter(unit -> worked[unit] > 0)
            .mapToDouble(unit -> durations.beyond(worked[unit] / (double) usual[unit], chance))
            .toArray();
    Play play = new Play(durations.drawn(whole, chance), chance, pools.capacities(parallel));
    return play.run(whole, ends, time);
  }

  /** One of them. */
  private final class Play {

    private final double[] ratios;
    private final Chance chance;
    private final int[] free;
    private final int[] before = open.clone();
    private final long[] end = new long[size()];
    private final TreeSet<Integer> ready =
        new TreeSet<>((a, b) -> Integer.compare(rank[a], rank[b]));
    private final PriorityQueue<Integer> running =
        new PriorityQueue<>((a, b) -> Long.compare(end[a], end[b]));

    Play(double[] ratios, Chance chance, int[] free) {
      this.ratios = ratios;
      this.chance = chance;
      this.free = free;
    }

    long run(double[] whole, long[][] ends, int time) {
      int runs = 0;
      for (int unit = 0; unit < size(); unit++) {
        if (worked[unit] > 0) {
          begin(unit, 0, (long) (usual[unit] * whole[runs++]) - worked[unit]);
        } else if (before[unit] == 0) {
          ready.add(unit);
        }
      }
      long now = 0;
      start(now);
      while (!running.isEmpty()) {
        int done = running.remove();
        now = end[done];
        ends[done][time] = now;
        give(done);
        for (int next : after[done]) {
          if (--before[next] == 0) {
            ready.add(next);
          }
        }
        start(now);
      }
      return now;
    }

    private void start(long now) {
      Iterator<Integer> next = ready.iterator();
      for (int looked = 0;
          looked < LOOKED_AT && next.hasNext() && free[free.length - 1] > 0;
          looked++) {
        int unit = next.next();
        if (fits(unit)) {
          next.remove();
          begin(unit, now, drawn(unit));
        }
      }
    }

    /** Where nothing runs, what never fits starts all the same: nobody waits for ever. */
    private boolean fits(int unit) {
      for (int pool = 0; pool < free.length; pool++) {
        if (needs[unit][pool] > 0 && needs[unit][pool] > free[pool]) {
          return running.isEmpty();
        }
      }
      return true;
    }

    private void begin(int unit, long now, long takes) {
      end[unit] = now + Math.max(1, takes);
      running.add(unit);
      for (int pool = 0; pool < free.length; pool++) {
        free[pool] -= needs[unit][pool];
      }
    }

    private void give(int unit) {
      for (int pool = 0; pool < free.length; pool++) {
        free[pool] += needs[unit][pool];
      }
    }

    private long drawn(int unit) {
      return (long) (usual[unit] * ratios[chance.below(ratios.length)]);
    }
  }
}
