package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TaskNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteLinesTest {

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
    assertThat(NoteLines.in("So:\n" + line + "\r\nMore.").tasks())
        .containsExactly(new TaskNote(null, "Write the docs"));
  }

  @Test
  void a_task_is_updated_by_its_number() {
    assertThat(
            NoteLines.in(
                    "Update task: 2 done\n- Update task: #13: Done, at last\nupdate task: 1 open")
                .tasks())
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
    assertThat(NoteLines.in(line).tasks()).isEmpty();
  }

  @Test
  void long_ones_are_cut_and_many_are_not_kept() {
    assertThat(NoteLines.in("File task: " + "x".repeat(1_000)).tasks().get(0).text())
        .hasSize(TaskNote.LONGEST);
    assertThat(NoteLines.in("File task: x\n".repeat(50)).tasks()).hasSize(TaskNote.MOST);
    assertThat(NoteLines.in("File task: " + "x".repeat(10_000)).tasks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NEXT_UNIT: integration",
        "  - **NEXT_UNIT:** integration",
        "**Next_Unit: integration**",
        "`NEXT_UNIT: Integration`",
        "NEXT_UNIT:integration."
      })
  void the_unit_that_comes_next_is_named_however_that_is_dressed(String line) {
    assertThat(NoteLines.in("NEXT_UNIT: lint\nSo:\n" + line + "\r\nMore.").next())
        .isEqualTo("integration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"> NEXT_UNIT: integration", "I say NEXT_UNIT: x", "NEXT_UNIT:", "NEXT_UNIT: a b"})
  void what_only_looks_as_if_it_named_one_names_none(String line) {
    assertThat(NoteLines.in(line).next()).isNull();
  }
}
