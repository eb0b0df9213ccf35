package dev.aidp.workflows.schedule;

import java.util.Arrays;

/**
 * What is left of the pools over time, as steps: from {@code at[s]} to {@code at[s + 1]} there is
 * {@code free[s]}; after the last step there is everything. Used again and again by one thread.
 */
final class Timetable {

  private final Demands demands;
  private final int words;
  private final long[] at;
  private final long[] free;
  private int steps;

  Timetable(Demands demands, int activities) {
    this.demands = demands;
    this.words = demands.words;
    this.at = new long[2 * activities + 2];
    this.free = new long[(2 * activities + 2) * words];
  }

  /** Forgets all. */
  void clear() {
    steps = 1;
    at[0] = 0;
    System.arraycopy(demands.capacity, 0, free, 0, words);
  }

  /** Returns when {@code activity} can first run for so long, not before {@code from}. */
  long earliest(int activity, long from, long duration) {
    if (duration == 0) {
      return from;
    }
    int step = step(from);
    long start = from;
    long end = start + duration;
    for (int s = step; s < steps && at[s] < end; s++) {
      if (!fits(activity, s)) {
        start = at[s + 1]; // in the last step there is everything
        end = start + duration;
      }
    }
    return start;
  }

  /** Takes what {@code activity} needs from {@code start} on. */
  void take(int activity, long start, long duration) {
    if (duration == 0) {
      return;
    }
    int first = split(start);
    int last = split(start + duration);
    for (int s = first; s < last; s++) {
      for (int w = 0; w < words; w++) {
        free[s * words + w] -= demands.needs[activity * words + w];
      }
    }
  }

  private boolean fits(int activity, int step) {
    for (int w = 0; w < words; w++) {
      long guard = demands.guards[w];
      long left = (free[step * words + w] | guard) - demands.needs[activity * words + w];
      if ((left & guard) != guard) {
        return false;
      }
    }
    return true;
  }

  /** Returns the step in which {@code time} is. */
  private int step(long time) {
    int found = Arrays.binarySearch(at, 0, steps, time);
    return found >= 0 ? found : -found - 2;
  }

  /** Returns the step that begins at {@code time}, made if there is none. */
  private int split(long time) {
    int before = step(time);
    if (at[before] == time) {
      return before;
    }
    int next = before + 1;
    System.arraycopy(at, next, at, next + 1, steps - next);
    System.arraycopy(free, next * words, free, (next + 1) * words, (steps - next) * words);
    at[next] = time;
    System.arraycopy(free, before * words, free, next * words, words);
    steps++;
    return next;
  }
}
