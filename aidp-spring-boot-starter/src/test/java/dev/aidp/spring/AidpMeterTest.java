package dev.aidp.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AidpMeterTest {

  private static final Path PAGE = Path.of("../docs/spring-boot.md");

  /** Written again by {@code -Daidp.write.docs=true}. */
  @Test
  void the_page_lists_every_meter() throws Exception {
    String page = Files.readString(PAGE);
    int table = page.indexOf("|---|---|---|---|---|\n") + "|---|---|---|---|---|\n".length();
    int end = table;
    while (page.startsWith("|", end)) {
      end = page.indexOf('\n', end) + 1;
    }
    String made =
        Arrays.stream(AidpMeter.values())
            .map(each -> each.line() + "\n")
            .collect(Collectors.joining());
    if (Boolean.getBoolean("aidp.write.docs")) {
      Files.writeString(PAGE, page.substring(0, table) + made + page.substring(end));
    } else {
      assertThat(page.substring(table, end)).isEqualTo(made);
    }
  }
}
