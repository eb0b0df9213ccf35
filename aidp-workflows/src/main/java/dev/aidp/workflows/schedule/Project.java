package dev.aidp.workflows.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Activities that take time and what there is little of, numbered so that each comes after those it
 * needs. Times are milliseconds, or whatever else all of them are. Immutable to its users.
 */
final class Project {

  final long[] durations;

  /** What comes directly before each. */
  final int[][] before;

  /** What comes directly after each. */
  final int[][] after;

  /** What must not run beside each. */
  final int[][] apart;

  /** What each takes of the pools. */
  final Demands demands;

  /** So many of the first are under way: they begin at once, whatever there is left. */
  final int underWay;

  private Project(Builder from, int[][] before, int[][] after, int[][] apart) {
    this.durations = from.durations.stream().mapToLong(each -> each).toArray();
    this.before = before;
    this.after = after;
    this.apart = apart;
    this.demands = Demands.of(from.capacities, from.needs, from.underWay);
    this.underWay = from.underWay;
  }

  private Project(Project forward) {
    durations = forward.durations;
    before = forward.after;
    after = forward.before;
    apart = forward.apart;
    demands = forward.demands;
    underWay = 0;
  }

  int size() {
    return durations.length;
  }

  /** Returns the same in a world whose time runs backwards; its numbers run backwards, too. */
  Project backwards() {
    return new Project(this);
  }

  /** Returns how long each takes with all that comes after it, if each takes so long. */
  long[] tails(long[] durations) {
    long[] tails = new long[size()];
    for (int i = size() - 1; i >= 0; i--) {
      for (int next : after[i]) {
        tails[i] = Math.max(tails[i], tails[next]);
      }
      tails[i] += durations[i];
    }
    return tails;
  }

  /** Returns a time below which no schedule is. */
  long bound() {
    long chain = Arrays.stream(tails(durations)).max().orElse(0);
    return Math.max(chain, demands.bound(durations));
  }

  /** Makes a project. Used by one thread. */
  static final class Builder {

    private final int[] capacities;
    private final List<Long> durations = new ArrayList<>();
    private final List<int[]> needs = new ArrayList<>();
    private final List<int[]> before = new ArrayList<>();
    private final List<int[]> apart = new ArrayList<>();
    private int underWay;

    /** Begins with so much in each pool. */
    Builder(int[] capacities) {
      this.capacities = capacities.clone();
    }

    /** Adds an activity that is under way and takes so much longer; before any that is not. */
    void underWay(long left, int[] need) {
      add(left, need, new int[0], new int[0]);
      underWay++;
    }

    /**
     * Adds an activity.
     *
     * @param needed the numbers of those it comes after
     * @param kept the numbers of those before it that must not run beside it
     */
    void add(long duration, int[] need, int[] needed, int[] kept) {
      durations.add(duration);
      needs.add(need);
      before.add(needed);
      apart.add(kept);
    }

    Project build() {
      List<List<Integer>> after = lists();
      List<List<Integer>> both = lists();
      for (int i = 0; i < durations.size(); i++) {
        for (int needed : before.get(i)) {
          after.get(needed).add(i);
        }
        for (int other : apart.get(i)) {
          both.get(i).add(other);
          both.get(other).add(i);
        }
      }
      return new Project(this, before.toArray(int[][]::new), arrays(after), arrays(both));
    }

    private List<List<Integer>> lists() {
      List<List<Integer>> lists = new ArrayList<>();
      durations.forEach(each -> lists.add(new ArrayList<>()));
      return lists;
    }

    private static int[][] arrays(List<List<Integer>> lists) {
      return lists.stream()
          .map(list -> list.stream().mapToInt(each -> each).toArray())
          .toArray(int[][]::new);
    }
  }
}
