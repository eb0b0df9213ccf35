package dev.aidp.workflows.schedule;

import java.util.Arrays;

/**
 * Parallel schedule generation: whenever something ends, those that are ready begin, the most
 * urgent first, as far as there is enough for them. Used again and again by one thread.
 */
final class ParallelPass {

  private final Project project;
  private final Timetable table;
  private final int[] open;
  private final int[] ready;
  private final int[] active;
  private int readies;
  private int running;

  ParallelPass(Project project) {
    this.project = project;
    this.table = new Timetable(project.demands, project.size());
    this.open = new int[project.size()];
    this.ready = new int[project.size()];
    this.active = new int[project.size()];
  }

  /**
   * Schedules all.
   *
   * @param rank how urgent each is, the most urgent 0
   * @param starts takes when each begins
   * @return when the last one ends
   */
  long run(int[] rank, long[] starts) {
    table.clear();
    Arrays.fill(starts, -1);
    running = 0;
    readies = 0;
    for (int i = 0; i < open.length; i++) {
      open[i] = project.before[i].length;
      if (i < project.underWay) {
        begin(i, 0, starts);
      } else if (open[i] == 0) {
        insert(i, rank);
      }
    }
    long now = 0;
    while (readies > 0 || running > 0) {
      start(now, starts);
      now = next(rank, starts);
    }
    return now;
  }

  private void start(long now, long[] starts) {
    int kept = 0;
    for (int r = 0; r < readies; r++) {
      int activity = ready[r];
      if (table.earliest(activity, now, project.durations[activity]) == now
          && alone(activity, now, starts)) {
        begin(activity, now, starts);
      } else {
        ready[kept++] = activity;
      }
    }
    readies = kept;
  }

  /** Those that end first are the last of the active. */
  private void begin(int activity, long now, long[] starts) {
    starts[activity] = now;
    table.take(activity, now, project.durations[activity]);
    int at = running++;
    while (at > 0 && end(active[at - 1], starts) < end(activity, starts)) {
      active[at] = active[at - 1];
      at--;
    }
    active[at] = activity;
  }

  /** Ends who ends next, and returns when that is. */
  private long next(int[] rank, long[] starts) {
    long now = end(active[running - 1], starts);
    while (running > 0 && end(active[running - 1], starts) == now) {
      for (int after : project.after[active[--running]]) {
        if (--open[after] == 0) {
          insert(after, rank);
        }
      }
    }
    return now;
  }

  private void insert(int activity, int[] rank) {
    int at = readies++;
    while (at > 0 && rank[ready[at - 1]] > rank[activity]) {
      ready[at] = ready[at - 1];
      at--;
    }
    ready[at] = activity;
  }

  private long end(int activity, long[] starts) {
    return starts[activity] + project.durations[activity];
  }

  private boolean alone(int activity, long now, long[] starts) {
    for (int other : project.apart[activity]) {
      if (starts[other] >= 0 && now < end(other, starts)) {
        return false;
      }
    }
    return true;
  }
}
