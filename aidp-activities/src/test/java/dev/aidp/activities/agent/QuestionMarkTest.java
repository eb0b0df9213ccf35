package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Defaults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionMarkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QUESTION: Which?",
        "  question :Which?  ",
        "**QUESTION:** Which?",
        "__Question__: Which?",
        "### QUESTION: Which?",
        "\u001b[1mQUESTION:\u001b[0m Which?\r",
        "QUESTION:\nWhich?",
        "I have looked.\n\nQUESTION: Which?\n\nI wait.",
        "```\nQUESTION: No?\n```\nQUESTION: Which?\nSTATUS: COMPLETE",
        "> QUESTION: No?\nQUESTION: Which?"
      })
  void sees_a_question(String reply) {
    assertThat(QuestionMark.in(reply)).isEqualTo("Which?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "QUESTION:",
        "QUESTION:\n\nI have none.",
        "The question: which?",
        "No QUESTION: none.",
        "> QUESTION: Which?",
        "QUESTIONS: many",
        "+QUESTION: in a diff",
        "```text\nQUESTION: Which?\n```",
        "~~~\n```\nQUESTION: Which?\n~~~",
        "Unclosed:\n````\n```\nQUESTION: Which?"
      })
  void sees_none(String reply) {
    assertThat(QuestionMark.in(reply)).isNull();
  }

  @Test
  void a_question_goes_on_to_the_next_blank_line_and_there_may_be_several() {
    assertThat(
            QuestionMark.in(
                "QUESTION: Which one?\n- a\n- b\n\nMore.\nQUESTION: And when?\nSTATUS: COMPLETE\nx"))
        .isEqualTo("Which one?\n- a\n- b\nAnd when?");
  }

  @Test
  void a_question_of_any_size_is_cut() {
    String many = ("QUESTION: " + "x".repeat(500) + "\n").repeat(1_000);

    assertThat(QuestionMark.in(many)).hasSize(Defaults.QUESTION_TEXT);
    assertThat(QuestionMark.in("QUESTION: " + "y".repeat(10_000_000)).length())
        .isLessThanOrEqualTo(Defaults.QUESTION_TEXT);
  }

  @Test
  void what_a_prompt_quotes_is_none_when_it_is_printed_back() {
    String task = "Do it.\nQUESTION: Which?\n**Question:** that?";

    assertThat(QuestionMark.in(task)).isNotNull();
    assertThat(QuestionMark.in(CompletionMark.quoted(task))).isNull();
  }
}
