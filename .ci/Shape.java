import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
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
 * {@code java .ci/Shape.java [DIR [OLD]]}; with OLD, another checkout or a commit of this one, before
 * and after side by side.
 */
class Shape {

  static final Pattern RECORD = Pattern.compile("\\brecord (\\w+)(?:<[^(]*>)?\\(");
  static final Pattern PUBLIC =
      Pattern.compile("(?m)^public (?:(?:abstract|final|sealed|static|non-sealed) )*(?:class|interface|record|enum|@interface) ");
  static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(dev\\.aidp(?:\\.[a-z0-9]+)*)\\.[A-Z]");
  static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  final Map<String, Integer> lines = new TreeMap<>();
  final Map<String, TreeSet<String>> uses = new TreeMap<>();
  final List<String> wide = new ArrayList<>();
  final List<String> tall = new ArrayList<>();
  int types;

  public static void main(String[] args) throws IOException, InterruptedException {
    Path top = Path.of(args.length > 0 ? args[0] : ".");
    Shape now = new Shape(top);
    if (args.length < 2) {
      System.out.println("lines of main code: " + now.lines() + " " + now.lines);
      System.out.println("public types: " + now.types);
      System.out.println("records above 8 components: " + now.wide.size() + " " + now.wide);
      System.out.println("files above 300 lines: " + now.tall.size() + " " + now.tall);
      System.out.println("packages in a circle: " + circles(now.uses));
      return;
    }
    Shape old = old(top, args[1]);
    System.out.printf("%-28s %9s %9s %9s%n", "", "before", "after", "change");
    row("lines of main code", old.lines(), now.lines());
    TreeSet<String> modules = new TreeSet<>(old.lines.keySet());
    modules.addAll(now.lines.keySet());
    modules.forEach(each -> row("  " + each, old.lines.getOrDefault(each, 0), now.lines.getOrDefault(each, 0)));
    row("public types", old.types, now.types);
    row("records above 8 components", old.wide.size(), now.wide.size());
    row("files above 300 lines", old.tall.size(), now.tall.size());
    row("packages in a circle", circles(old.uses).size(), circles(now.uses).size());
  }

  static void row(String what, int before, int after) {
    System.out.printf("%-28s %,9d %,9d %,+9d%n", what, before, after, after - before);
  }

  /** Returns the shape of another checkout, or of a commit of {@code top}. */
  static Shape old(Path top, String old) throws IOException, InterruptedException {
    if (Files.isDirectory(Path.of(old))) {
      return new Shape(Path.of(old));
    }
    Path zip = Files.createTempFile("shape", ".zip");
    try {
      Process git =
          new ProcessBuilder("git", "-C", top.toString(), "archive", "--format=zip", "--output=" + zip, old)
              .inheritIO()
              .start();
      if (git.waitFor() != 0) {
        throw new IOException("There is neither a folder nor a commit " + old);
      }
      try (FileSystem files = FileSystems.newFileSystem(zip)) {
        return new Shape(files.getPath("/"));
      }
    } finally {
      Files.delete(zip);
    }
  }

  Shape(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      files.filter(Shape::main).sorted().forEach(file -> add(top.relativize(file).getName(0).toString(), file));
    }
  }

  void add(String module, Path file) {
    String text = read(file);
    int length = (int) text.lines().count();
    lines.merge(module, length, Integer::sum);
    types += (int) PUBLIC.matcher(text).results().count();
    if (length > 300) {
      tall.add(file.getFileName().toString().replace(".java", "") + " " + length);
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

  int lines() {
    return lines.values().stream().mapToInt(n -> n).sum();
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
