package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.FiledTask;
import dev.aidp.agent.TaskNote;
import java.util.ArrayList;
import java.util.List;

/** What an agent has noted that is left to do: while a task is open, its unit is not done. Pure. */
record TaskList(ImmutableList<FiledTask> tasks) {

  /** An agent that files more does not work. */
  static final int MOST = 100;

  TaskList(List<FiledTask> tasks) {
    this(ImmutableList.copyOf(tasks));
  }

  /** Returns it after a turn; what is filed once more while it is open, is filed already. */
  TaskList after(List<TaskNote> notes) {
    List<FiledTask> next = new ArrayList<>(tasks);
    for (TaskNote note : notes) {
      Integer number = note.task();
      if (number == null) {
        FiledTask filed = new FiledTask(note.text(), false);
        if (next.size() < MOST && !next.contains(filed)) {
          next.add(filed);
        }
      } else if (number <= next.size()) {
        FiledTask task = next.get(number - 1);
        next.set(number - 1, new FiledTask(task.text(), note.text().equals(TaskNote.DONE)));
      }
    }
    return new TaskList(ImmutableList.copyOf(next));
  }

  /** Returns a sentence on each that is open. */
  ImmutableList<String> open() {
    ImmutableList.Builder<String> open = ImmutableList.builder();
    for (int i = 0; i < tasks.size(); i++) {
      if (!tasks.get(i).done()) {
        open.add("Task %d is open: %s".formatted(i + 1, tasks.get(i).text()));
      }
    }
    return open.build();
  }

  /** Returns what is lacking besides. */
  UnmetCriteria and(UnmetCriteria lacking) {
    ImmutableList<String> open = open();
    return open.isEmpty()
        ? lacking
        : lacking.withFaults(
            ImmutableList.<String>builder()
                .addAll(lacking.faults())
                .addAll(open)
                .add("Print a line `Update task: N done` for each that is done.")
                .build());
  }
}
