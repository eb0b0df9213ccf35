import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints the shape of the main code of a checkout: lines, public types, records with more than 8
 * components, files with more than 300 lines, packages that depend on each other in a circle.
 * {@code java .ci/Shape.java [DIR]}
 */
class Shape {

  static final Pattern RECORD = Pattern.compile("\\brecord (\\w+)(?:<[^(]*>)?\\(");
  static final Pattern PUBLIC =
      Pattern.compile("(?m)^public (?:(?:abstract|final|sealed|static|non-sealed) )*(?:class|interface|record|enum|@interface) ");
  static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(dev\\.aidp(?:\\.[a-z0-9]+)*)\\.[A-Z]");
  static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  public static void main(String[] args) throws IOException {
    Path top = Path.of(args.length > 0 ? args[0] : ".");
    Map<String, Integer> lines = new TreeMap<>();
    Map<String, TreeSet<String>> uses = new TreeMap<>();
    List<String> wide = new ArrayList<>();
    List<String> long_ = new ArrayList<>();
    int types = 0;
    try (Stream<Path> files = Files.walk(top)) {
      for (Path file : files.filter(Shape::main).sorted().toList()) {
        String text = read(file);
        int length = (int) text.lines().count();
        lines.merge(top.relativize(file).getName(0).toString(), length, Integer::sum);
        types += (int) PUBLIC.matcher(text).results().count();
        if (length > 300) {
          long_.add(file.getFileName().toString().replace(".java", "") + " " + length);
        }
        RECORD.matcher(text).results()
            .map(each -> each.group(1) + " " + components(text, each.end()))
            .filter(each -> Integer.parseInt(each.split(" ")[1]) > 8)
            .forEach(wide::add);
        Matcher in = PACKAGE.matcher(text);
        if (in.find()) {
          TreeSet<String> used = uses.computeIfAbsent(in.group(1), name -> new TreeSet<>());
          IMPORT.matcher(text).results().forEach(each -> used.add(each.group(1)));
        }
      }
    }
    System.out.println("lines of main code: " + lines.values().stream().mapToInt(n -> n).sum() + " " + lines);
    System.out.println("public types: " + types);
    System.out.println("records above 8 components: " + wide.size() + " " + wide);
    System.out.println("files above 300 lines: " + long_.size() + " " + long_);
    System.out.println("packages in a circle: " + circles(uses));
  }

  static boolean main(Path file) {
    String name = file.toString();
    return name.endsWith(".java") && name.contains("/src/main/java/") && !name.contains("/target/");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts the commas between a record's parentheses that stand in no brackets of their own. */
  static int components(String text, int from) {
    int depth = 1;
    int count = 0;
    boolean some = false;
    for (int i = from; depth > 0; i++) {
      char c = text.charAt(i);
      depth += "(<[{".indexOf(c) >= 0 ? 1 : ")>]}".indexOf(c) >= 0 ? -1 : 0;
      some |= !Character.isWhitespace(c) && c != ')';
      count += c == ',' && depth == 1 ? 1 : 0;
    }
    return some ? count + 1 : 0;
  }

  /** Returns the packages from which one comes back to themselves. */
  static TreeSet<String> circles(Map<String, TreeSet<String>> uses) {
    TreeSet<String> found = new TreeSet<>();
    for (String start : uses.keySet()) {
      TreeSet<String> seen = new TreeSet<>();
      Deque<String> next = new ArrayDeque<>(uses.get(start));
      next.remove(start);
      while (!next.isEmpty()) {
        String one = next.pop();
        if (one.equals(start)) {
          found.add(start);
          break;
        }
        if (seen.add(one)) {
          uses.getOrDefault(one, new TreeSet<>()).stream().filter(to -> !to.equals(one)).forEach(next::push);
        }
      }
    }
    return found;
  }
}
