package dev.aidp.cli.show;

import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Texts;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells below each other; the last column is not padded. */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    rows.add(List.of(titles));
  }

  void row(Object... cells) {
    rows.add(List.of(cells).stream().map(cell -> Texts.printable(cell.toString())).toList());
  }

  List<String> lines(String indent) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Texts.width(row.get(i)));
      }
    }
    return rows.stream()
        .map(row -> line(row, widths, indent))
        .collect(ImmutableList.toImmutableList());
  }

  private static String line(List<String> row, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < row.size(); i++) {
      line.append(Texts.pad(row.get(i), widths[i])).append("  ");
    }
    return line.toString().stripTrailing();
  }
}
