package dev.aidp.bench.report;

import com.google.common.html.HtmlEscapers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Lines over two axes, as SVG; both axes are linear from 0, or both have powers of ten. */
public final class Plot {

  /** A point of a line. */
  public record Point(double x, double y) {}

  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 64;
  private static final int RIGHT = 230;
  private static final int TOP = 34;
  private static final int BOTTOM = 44;
  private static final int TICKS = 5;

  /** Told apart by people who do not see all colours. */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999999");

  private final String title;
  private final String across;
  private final boolean powers;
  private final Map<String, List<Point>> lines = new LinkedHashMap<>();
  private final List<String> svg = new ArrayList<>();

  private Plot(String title, String across, boolean powers) {
    this.title = title;
    this.across = across;
    this.powers = powers;
  }

  /** Returns an empty one with axes from 0. */
  public static Plot linear(String title, String across) {
    return new Plot(title, across, false);
  }

  /** Returns an empty one whose axes have powers of ten; no point on them is 0 or below. */
  public static Plot logarithmic(String title, String across) {
    return new Plot(title, across, true);
  }

  /** Adds a line. */
  public Plot line(String name, List<Point> points) {
    lines.put(
        name, points.stream().filter(point -> !powers || point.x() > 0 && point.y() > 0).toList());
    return this;
  }

  /** Returns it as a document of its own. */
  public String svg() {
    svg.clear();
    Axis x = axis(Point::x, LEFT, WIDTH - RIGHT);
    Axis y = axis(Point::y, HEIGHT - BOTTOM, TOP);
    svg.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\" font-size=\"12\">"
            .formatted(WIDTH, HEIGHT));
    svg.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    text(LEFT, 18, "start", title);
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", across);
    for (double tick : x.ticks()) {
      rule(x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM);
      text(x.at(tick), HEIGHT - BOTTOM + 16, "middle", number(tick));
    }
    for (double tick : y.ticks()) {
      rule(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
      text(LEFT - 6, y.at(tick) + 4, "end", number(tick));
    }
    int row = 0;
    for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
      draw(line.getKey(), line.getValue(), row, x, y);
      row++;
    }
    svg.add("</svg>");
    return String.join("\n", svg) + "\n";
  }

  private void draw(String name, List<Point> points, int row, Axis x, Axis y) {
    String colour = COLOURS.get(row % COLOURS.size());
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.length() == 0 ? "M" : "L");
      path.append(number(x.at(point.x()))).append(' ').append(number(y.at(point.y())));
    }
    svg.add(
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>".formatted(path, colour));
    int height = TOP + 8 + 18 * row;
    svg.add(
        "<path d=\"M%d %dh18\" stroke=\"%s\" stroke-width=\"3\"/>"
            .formatted(WIDTH - RIGHT + 12, height, colour));
    text(WIDTH - RIGHT + 36, height + 4, "start", name);
  }

  private void rule(double fromX, double fromY, double toX, double toY) {
    svg.add(
        "<path d=\"M%s %sL%s %s\" stroke=\"#dddddd\"/>"
            .formatted(number(fromX), number(fromY), number(toX), number(toY)));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.add(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>"
            .formatted(number(x), number(y), anchor, HtmlEscapers.htmlEscaper().escape(text)));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, Math.abs(value) < 0.1 ? "%.3f" : "%.1f", value);
  }

  private Axis axis(ToDoubleFunction<Point> value, double from, double to) {
    List<Double> values =
        lines.values().stream()
            .flatMap(List::stream)
            .map(point -> value.applyAsDouble(point))
            .toList();
    double largest = values.stream().mapToDouble(v -> v).max().orElse(1);
    double least = values.stream().mapToDouble(v -> v).min().orElse(1);
    return powers
        ? Axis.ofPowers(least, largest, from, to)
        : Axis.fromZero(Math.max(largest, Double.MIN_NORMAL), from, to);
  }

  /** Where a value is drawn, from {@code from} to {@code to}. */
  private record Axis(List<Double> ticks, boolean powers, double from, double to) {

    static Axis ofPowers(double least, double largest, double from, double to) {
      List<Double> ticks = new ArrayList<>();
      int last = Math.max((int) Math.ceil(Math.log10(largest)), 1);
      for (int power = (int) Math.floor(Math.log10(least)); power <= last; power++) {
        ticks.add(Math.pow(10, power));
      }
      return new Axis(ticks, true, from, to);
    }

    static Axis fromZero(double largest, double from, double to) {
      double size = Math.pow(10, Math.floor(Math.log10(largest / TICKS)));
      double step =
          List.of(1.0, 2.0, 5.0, 10.0).stream()
              .map(times -> times * size)
              .filter(each -> each * TICKS >= largest)
              .findFirst()
              .orElse(10 * size);
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; i <= TICKS; i++) {
        ticks.add(i * step);
      }
      return new Axis(ticks, false, from, to);
    }

    double at(double value) {
      double first = ticks.get(0);
      double last = ticks.get(ticks.size() - 1);
      double part =
          powers
              ? (Math.log10(value) - Math.log10(first)) / (Math.log10(last) - Math.log10(first))
              : (value - first) / (last - first);
      return from + part * (to - from);
    }
  }
}
