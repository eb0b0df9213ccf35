import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Looks at what is published of two builds of the same sources: whether it is complete, and equal byte by byte.
 * {@code java .ci/Packages.java BUILD OTHER}; without arguments it prints which modules that are.
 */
class Packages {

  static final List<String> PUBLISHED =
      List.of(
          "aidp-api", "aidp-s3", "aidp-workflows", "aidp-activities", "aidp-runtime", "aidp-cli", "aidp-testkit",
          "aidp-spring-boot-starter");

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.out.println(String.join(",", PUBLISHED));
      return;
    }
    Path build = Path.of(args[0]);
    Path other = Path.of(args[1]);
    List<String> faults = new ArrayList<>();
    Map<Path, Path> files = new TreeMap<>();
    for (String module : PUBLISHED) {
      for (Path file : files(build.resolve(module).resolve("target"))) {
        files.put(file, other.resolve(build.relativize(file)));
      }
      complete(build.resolve(module).resolve("target"), faults);
    }
    files.forEach(
        (file, same) -> {
          if (!equal(file, same)) {
            faults.add(file + " and " + same + " differ");
          }
        });
    faults.forEach(System.err::println);
    if (!faults.isEmpty()) {
      System.exit(1);
    }
    System.out.println(files.size() + " files of " + PUBLISHED.size() + " modules are complete, and equal in both builds");
  }

  static List<Path> files(Path target) throws IOException {
    String module = target.getParent().getFileName().toString();
    try (Stream<Path> all = Files.list(target)) {
      return all.filter(file -> published(file.getFileName().toString(), module)).sorted().toList();
    }
  }

  static boolean published(String name, String module) {
    return name.equals("bom.json") || name.startsWith(module + "-") && name.endsWith(".jar");
  }

  static void complete(Path target, List<String> faults) throws IOException {
    boolean sources = false;
    boolean javadoc = false;
    boolean bill = false;
    for (Path file : files(target)) {
      String name = file.getFileName().toString();
      sources |= name.endsWith("-sources.jar");
      javadoc |= name.endsWith("-javadoc.jar");
      bill |= name.equals("bom.json");
      if (name.endsWith(".jar") && !name.endsWith("-sources.jar") && !name.endsWith("-javadoc.jar")) {
        try (JarFile jar = new JarFile(file.toFile())) {
          if (jar.getEntry("META-INF/LICENSE") == null || jar.getEntry("META-INF/NOTICE") == null) {
            faults.add(file + " has no LICENSE or no NOTICE");
          }
          if (jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name") == null) {
            faults.add(file + " has no Automatic-Module-Name");
          }
        }
      }
    }
    if (!sources || !javadoc || !bill) {
      faults.add(target + " lacks sources, Javadoc or the bill of materials");
    }
  }

  static boolean equal(Path one, Path other) {
    try {
      return Files.exists(other) && Files.mismatch(one, other) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
