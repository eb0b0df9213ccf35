package dev.aidp.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activity.Printed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ends of a log that grows elsewhere. */
class FarTailTest {

  private final FarTail tail = new FarTail();

  private List<String> read(String end) {
    List<String> lines = new ArrayList<>();
    tail.read(new Printed("there", "/r/.aidp/logs/one/loop.log", end), lines::add);
    return lines;
  }

  @Test
  void each_line_comes_once() {
    assertThat(read("a\nb\n")).containsExactly("a", "b");
    assertThat(read("a\nb\n")).isEmpty();
    assertThat(read("b\nc\nd\n")).containsExactly("c", "d");
    assertThat(read("")).isEmpty();
    assertThat(read("e\n")).containsExactly("e");
    assertThat(tail.where()).contains("/r/.aidp/logs/one/loop.log on there");
  }

  @Test
  void lines_that_are_alike_are_told_as_often_as_they_may_have_come() {
    assertThat(read("x\nx\n")).containsExactly("x", "x");
    assertThat(read("x\nx\nx\n")).containsExactly("x");
  }

  @Test
  void a_line_whose_beginning_is_not_told_is_left_out() {
    String line = "y".repeat(Printed.MOST - 4);

    assertThat(read(line + "\nz\n")).containsExactly("z");
  }
}
