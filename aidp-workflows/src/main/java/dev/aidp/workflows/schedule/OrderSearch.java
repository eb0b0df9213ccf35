package dev.aidp.workflows.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the order in which activities take their places so that the last one ends early: a
 * small population of orders is crossed, and each child improved by being pushed to the right and
 * back to the left. As many schedules as were allowed, with a seed: always the same answer.
 */
final class OrderSearch {

  private static final int MOST = 100;
  private static final int LEAST = 8;
  private static final int SHARE = 80; // of the schedules, for each of the population
  private static final double NOISE = 5;
  private static final int PRECISION = 100;
  private static final double CHANGE = 0.05;

  /**
   * An order, and what comes of it.
   *
   * @param list the activities by when they start
   * @param starts when each starts
   * @param end when the last one ends
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Plan(int[] list, long[] starts, long end) {}

  private final Project project;
  private final Chance chance = new Chance(1);
  private final SerialPass forwards;
  private final SerialPass backwards;
  private final ParallelPass parallel;
  private final long[] starts;
  private final long[] keys;
  private final long bound;
  private int left;

  private OrderSearch(Project project, int schedules) {
    this.project = project;
    this.forwards = new SerialPass(project);
    this.backwards = new SerialPass(project.backwards());
    this.parallel = new ParallelPass(project);
    this.starts = new long[project.size()];
    this.keys = new long[project.size()];
    this.bound = project.bound();
    this.left = schedules;
  }

  /**
   * Returns the best of about {@code schedules} orders.
   *
   * @param known an order to begin with; what comes of the search is never worse
   */
  static Plan best(Project project, int[] known, int schedules) {
    return new OrderSearch(project, schedules).search(known);
  }

  private Plan search(int[] known) {
    int size = Math.max(LEAST, Math.min(MOST, left / SHARE));
    List<Plan> people = new ArrayList<>();
    people.add(forward(known));
    people.add(improved(people.get(0)));
    people.add(improved(greedy(urgent(0))));
    while (goesOn(people) && people.size() < size) {
      people.add(improved(greedy(urgent(NOISE))));
      people.add(improved(forward(urgent(NOISE))));
    }
    people.sort(Comparator.comparingLong(Plan::end));
    while (goesOn(people)) {
      List<Plan> children = new ArrayList<>();
      for (int i = 0; i < size && left > 0; i++) {
        Plan mother = chosen(people);
        Plan father = chosen(people);
        children.add(improved(forward(changed(crossed(mother.list, father.list)))));
      }
      people.addAll(children);
      people.sort(Comparator.comparingLong(Plan::end));
      people = new ArrayList<>(different(people, size));
    }
    return people.get(0);
  }

  private boolean goesOn(List<Plan> people) {
    return left > 0 && people.stream().noneMatch(plan -> plan.end <= bound);
  }

  /** The better of two. */
  private Plan chosen(List<Plan> people) {
    return people.get(Math.min(chance.below(people.size()), chance.below(people.size())));
  }

  private static List<Plan> different(List<Plan> people, int size) {
    List<Plan> kept = new ArrayList<>();
    for (Plan plan : people) {
      if (kept.size() < size
          && kept.stream()
              .noneMatch(other -> other.end == plan.end && Arrays.equals(other.list, plan.list))) {
        kept.add(plan);
      }
    }
    return kept;
  }

  /** Returns what comes of a list. */
  private Plan forward(int[] list) {
    left--;
    long[] begins = new long[keys.length];
    long end = forwards.run(list, begins);
    System.arraycopy(begins, 0, keys, 0, keys.length);
    return new Plan(sorted(), begins, end);
  }

  /** Returns what comes of an order where whoever is ready begins. */
  private Plan greedy(int[] order) {
    left--;
    int[] rank = new int[order.length];
    for (int i = 0; i < rank.length; i++) {
      rank[order[i]] = i;
    }
    long[] begins = new long[keys.length];
    long end = parallel.run(rank, begins);
    System.arraycopy(begins, 0, keys, 0, keys.length);
    return new Plan(sorted(), begins, end);
  }

  /** Returns those with the longest tails first, if each took up to {@code noise} of it longer. */
  private int[] urgent(double noise) {
    long[] guessed = project.durations.clone();
    for (int i = 0; i < guessed.length; i++) {
      guessed[i] = 1 + Math.round(PRECISION * guessed[i] * (1 + noise * chance.fraction()));
    }
    long[] tails = project.tails(guessed);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = -tails[i];
    }
    return sorted();
  }

  /** Everything as late as the end allows, the last first, and then as early as possible. */
  private Plan improved(Plan plan) {
    left--;
    for (int i = 0; i < keys.length; i++) {
      keys[i] = plan.starts[i] + project.durations[i];
    }
    int[] byEnd = sorted();
    for (int i = 0, j = byEnd.length - 1; i < j; i++, j--) {
      int swapped = byEnd[i];
      byEnd[i] = byEnd[j];
      byEnd[j] = swapped;
    }
    backwards.run(byEnd, starts);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = -(starts[i] + project.durations[i]);
    }
    Plan justified = forward(sorted());
    return justified.end <= plan.end ? justified : plan;
  }

  /** Returns the activities by their keys; of equal ones the first comes first. */
  private int[] sorted() {
    int bits = 32 - Integer.numberOfLeadingZeros(keys.length);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = keys[i] << bits | i;
    }
    Arrays.sort(keys);
    int[] list = new int[keys.length];
    for (int i = 0; i < list.length; i++) {
      list[i] = (int) (keys[i] & (1L << bits) - 1);
    }
    return list;
  }

  /** Takes the middle from the father, what is before and after it from the mother. */
  private int[] crossed(int[] mother, int[] father) {
    int size = mother.length;
    int from = chance.below(size);
    int to = chance.below(size);
    if (from > to) {
      int swapped = from;
      from = to;
      to = swapped;
    }
    int[] child = new int[size];
    boolean[] in = new boolean[size];
    int at = filled(child, 0, from, mother, in);
    at = filled(child, at, to, father, in);
    filled(child, at, size, mother, in);
    return child;
  }

  private static int filled(int[] child, int from, int to, int[] parent, boolean[] in) {
    int at = from;
    for (int i = 0; i < parent.length && at < to; i++) {
      if (!in[parent[i]]) {
        child[at++] = parent[i];
        in[parent[i]] = true;
      }
    }
    return at;
  }

  /** Some neighbours change places where neither needs the other. */
  private int[] changed(int[] list) {
    for (int i = 0; i + 1 < list.length; i++) {
      if (chance.fraction() < CHANGE && !needs(list[i + 1], list[i])) {
        int swapped = list[i];
        list[i] = list[i + 1];
        list[i + 1] = swapped;
      }
    }
    return list;
  }

  private boolean needs(int activity, int other) {
    for (int needed : project.before[activity]) {
      if (needed == other) {
        return true;
      }
    }
    return false;
  }
}
