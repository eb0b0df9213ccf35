package dev.aidp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are made from texts. */
class RunIdsTest {

  @ParameterizedTest
  @CsvSource({
    "Add CSV export, f-add-csv-export",
    "Größe ändern, f-gro-e-andern",
    "修正 CSV, f-csv",
    "Fix #42!, f-fix-42"
  })
  void are_its_words(String text, String id) {
    assertThat(RunIds.fromText(RunKind.FEATURE, text, 1)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Добавить экспорт", "导出为表格", "42", "!?", "🚀"})
  void are_a_short_hash_where_it_has_no_Latin_letters(String text) {
    String id = RunIds.fromText(RunKind.FEATURE, text, 1);

    assertThat(id).matches("f-[0-9a-f]{6}");
    assertThat(RunIds.fromText(RunKind.FEATURE, text, 1)).isEqualTo(id);
    assertThat(RunIds.fromText(RunKind.FEATURE, text, 2)).isEqualTo(id + "-2");
    assertThat(RunIds.fromText(RunKind.FEATURE, text + "!", 1)).isNotEqualTo(id);
  }

  @Test
  void of_other_texts_are_others() {
    assertThat(RunIds.fromText(RunKind.LOOP, "导出为表格", 1))
        .isNotEqualTo(RunIds.fromText(RunKind.LOOP, "导入表格", 1));
  }
}
