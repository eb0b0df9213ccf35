package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TaskNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "File task: Write the docs",
        "  - **File task:** Write the docs",
        "file TASK:Write the docs  ",
        "\u001b[1mFile task: Write the docs\u001b[0m",
        "* `File task: Write the docs`"
      })
  void a_task_is_filed_however_it_is_dressed(String line) {
    assertThat(TaskLines.in("So:\n" + line + "\r\nMore."))
        .containsExactly(new TaskNote(null, "Write the docs"));
  }

  @Test
  void a_task_is_updated_by_its_number() {
    assertThat(
            TaskLines.in(
                "Update task: 2 done\n- Update task: #13: Done, at last\nupdate task: 1 open"))
        .containsExactly(
            new TaskNote(2, "done"), new TaskNote(13, "done"), new TaskNote(1, "open"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> File task: quoted",
        "I could File task: something",
        "File task:",
        "Update task: done",
        "Update task: 0 done",
        "Update task: 2 doner",
        "Task 2 is open: File task: x"
      })
  void what_only_looks_like_one_is_none(String line) {
    assertThat(TaskLines.in(line)).isEmpty();
  }

  @Test
  void long_ones_are_cut_and_many_are_not_kept() {
    assertThat(TaskLines.in("File task: " + "x".repeat(1_000)).get(0).text())
        .hasSize(TaskNote.LONGEST);
    assertThat(TaskLines.in("File task: x\n".repeat(50))).hasSize(TaskNote.MOST);
    assertThat(TaskLines.in("File task: " + "x".repeat(10_000))).isEmpty();
  }
}
