package dev.aidp.workflows.schedule;

import java.util.Arrays;

/**
 * Serial schedule generation: one activity after the other, each at the first time at which what it
 * needs is done and there is enough for it. Used again and again by one thread.
 */
final class SerialPass {

  private final Project project;
  private final Timetable table;
  private final boolean[] placed;

  SerialPass(Project project) {
    this.project = project;
    this.table = new Timetable(project.demands, project.size());
    this.placed = new boolean[project.size()];
  }

  /**
   * Schedules all in the order of {@code list}, in which each comes after what it needs.
   *
   * @param starts takes when each begins
   * @return when the last one ends
   */
  long run(int[] list, long[] starts) {
    table.clear();
    Arrays.fill(placed, false);
    for (int activity = 0; activity < project.underWay; activity++) {
      place(activity, 0, starts);
    }
    long end = 0;
    for (int activity : list) {
      if (!placed[activity]) {
        place(activity, start(activity, starts), starts);
      }
      end = Math.max(end, starts[activity] + project.durations[activity]);
    }
    return end;
  }

  private void place(int activity, long start, long[] starts) {
    starts[activity] = start;
    placed[activity] = true;
    table.take(activity, start, project.durations[activity]);
  }

  private long start(int activity, long[] starts) {
    long ready = 0;
    for (int needed : project.before[activity]) {
      ready = Math.max(ready, starts[needed] + project.durations[needed]);
    }
    long start = table.earliest(activity, ready, project.durations[activity]);
    long later = apart(activity, start, starts);
    while (later != start) {
      start = table.earliest(activity, later, project.durations[activity]);
      later = apart(activity, start, starts);
    }
    return start;
  }

  /** Returns {@code start}, or the end of somebody that must not run beside it. */
  private long apart(int activity, long start, long[] starts) {
    long end = start + project.durations[activity];
    for (int other : project.apart[activity]) {
      long theirs = starts[other] + project.durations[other];
      if (placed[other] && starts[other] < end && start < theirs) {
        return theirs;
      }
    }
    return start;
  }
}
