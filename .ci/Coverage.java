import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints which part of the lines and branches of each package of a report of JaCoCo the tests have
 * reached. {@code java .ci/Coverage.java jacoco.csv}
 */
class Coverage {

  /** Lines and branches, each missed and covered. */
  record Reached(long lineMissed, long line, long branchMissed, long branch) {

    Reached plus(Reached other) {
      return new Reached(
          lineMissed + other.lineMissed,
          line + other.line,
          branchMissed + other.branchMissed,
          branch + other.branch);
    }

    double lines() {
      return share(lineMissed, line);
    }

    double branches() {
      return share(branchMissed, branch);
    }

    private static double share(long missed, long covered) {
      return missed + covered == 0 ? 100 : 100.0 * covered / (missed + covered);
    }
  }

  public static void main(String[] args) throws IOException {
    Path report = Path.of(args[0]);
    if (!Files.exists(report)) {
      System.out.println("Coverage: nothing was measured");
      return;
    }
    Map<String, Reached> packages = new TreeMap<>();
    List<String> lines = Files.readAllLines(report);
    List<String> head = List.of(lines.get(0).split(","));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      Reached one =
          new Reached(
              number(head, cells, "LINE_MISSED"),
              number(head, cells, "LINE_COVERED"),
              number(head, cells, "BRANCH_MISSED"),
              number(head, cells, "BRANCH_COVERED"));
      packages.merge(cells[head.indexOf("PACKAGE")], one, Reached::plus);
    }
    Reached all = packages.values().stream().reduce(new Reached(0, 0, 0, 0), Reached::plus);
    System.out.printf("%-40s %8s %8s%n", "Reached by the tests, in %", "lines", "branches");
    packages.forEach(Coverage::print);
    print("all", all);
  }

  private static void print(String name, Reached reached) {
    System.out.printf("%-40s %8.1f %8.1f%n", name, reached.lines(), reached.branches());
  }

  private static long number(List<String> head, String[] cells, String column) {
    return Long.parseLong(cells[head.indexOf(column)]);
  }
}
