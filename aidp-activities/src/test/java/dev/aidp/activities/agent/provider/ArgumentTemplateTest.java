package dev.aidp.activities.agent.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentTemplateTest {

  @Test
  void words_are_apart_by_blanks_and_quoted_as_in_a_shell() {
    assertThat(filled("a  'b c' \"d 'e'\" -c 'k=\"v\"' ''", Map.of()))
        .containsExactly("a", "b c", "d 'e'", "-c", "k=\"v\"", "");
  }

  @Test
  void a_value_is_one_word_whatever_it_holds() {
    assertThat(filled("--model={model} x", Map.of("model", "a b $c {session}")))
        .containsExactly("--model=a b $c {session}", "x");
  }

  @Test
  void what_lacks_a_value_is_left_out_as_a_whole() {
    String words = "run [ --model {model} ] [ {session?} --restore ] end";

    assertThat(filled(words, Map.of())).containsExactly("run", "end");
    assertThat(filled(words, Map.of("model", "m", "session", "s")))
        .containsExactly("run", "--model", "m", "--restore", "end");
  }

  @Test
  void a_name_may_stand_for_many_words_or_for_none() {
    ArgumentTemplate words = ArgumentTemplate.of("a {permission} b");

    assertThat(words.filled(ImmutableMap.of(), Map.of("permission", List.of("x", "y z"))))
        .containsExactly("a", "x", "y z", "b");
    assertThat(words.filled(ImmutableMap.of(), Map.of("permission", List.of())))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a [ b", "a ]", "[ [ a ] ]", "'open", "\"open"})
  void what_does_not_match_is_refused(String text) {
    assertThatThrownBy(() -> ArgumentTemplate.of(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_missing_value_that_must_be_there_is_named() {
    assertThatThrownBy(() -> filled("{model}", Map.of())).hasMessageContaining("{model}");
  }

  private static ImmutableList<String> filled(String words, Map<String, String> values) {
    return ArgumentTemplate.of(words).filled(values, ImmutableMap.of());
  }
}
