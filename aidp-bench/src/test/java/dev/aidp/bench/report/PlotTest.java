package dev.aidp.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {

  @Test
  void each_line_is_drawn_from_its_first_point_to_its_last_and_named() throws Exception {
    String svg =
        Plot.linear("Cost <each>", "done before")
            .line("unit", List.of(new Plot.Point(0, 0), new Plot.Point(100, 10)))
            .line("iteration", List.of(new Plot.Point(0, 5), new Plot.Point(100, 5)))
            .svg();

    assertThat(read(svg).getDocumentElement().getTextContent())
        .contains("Cost <each>", "done before", "unit", "iteration", "100", "10");
    assertThat(svg).contains("d=\"M64 316L490 34\"").contains("d=\"M64 175L490 175\"");
  }

  @Test
  void powers_of_ten_are_as_far_from_each_other_and_what_has_none_is_left_out() throws Exception {
    String svg =
        Plot.logarithmic("Overhead", "agent time")
            .line(
                "native",
                List.of(new Plot.Point(0, 9), new Plot.Point(1, 1), new Plot.Point(10, 10)))
            .line("nothing", List.of())
            .svg();

    assertThat(read(svg).getElementsByTagName("path").getLength()).isGreaterThan(4);
    assertThat(svg).contains("d=\"M64 316L490 34\"").doesNotContain("NaN", "Infinity");
  }

  private static Document read(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
