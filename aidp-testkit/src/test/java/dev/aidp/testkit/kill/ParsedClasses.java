package dev.aidp.testkit.kill;

import com.google.common.base.Splitter;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path of this JVM for others that perform the same program, with its classes parsed
 * once, as the launcher has them: JVMs started by the dozen would spend most of their time on that.
 * The first of them that comes to its own end leaves them. An archive is made only of jars, so
 * folders of classes become some.
 */
final class ParsedClasses {

  private static final Supplier<Path> FOLDER = Suppliers.memoize(ParsedClasses::newFolder);
  private static final Supplier<String> CLASS_PATH = Suppliers.memoize(ParsedClasses::ofJars);

  private final Path archive;
  private final Path draft;

  private ParsedClasses(String program) {
    archive = FOLDER.get().resolve(program + ".jsa");
    draft = FOLDER.get().resolve(program + "." + UUID.randomUUID());
  }

  /** Returns those of {@code main}, which needs others on each engine. */
  static ParsedClasses of(Class<?> main, List<String> arguments) {
    String engine = arguments.contains("temporal") ? "temporal" : "native";
    return new ParsedClasses(main.getSimpleName() + "-" + engine);
  }

  /** Returns options for a JVM that leaves an archive at its end if there is none. */
  List<String> orMade() {
    return Files.exists(archive) ? asTheyAre() : options("-XX:ArchiveClassesAtExit=" + draft);
  }

  /** Returns options for a JVM that only uses an archive if there is one. */
  List<String> asTheyAre() {
    return Files.exists(archive) ? options("-XX:SharedArchiveFile=" + archive) : options();
  }

  /** Takes what a JVM has left that came to its own end. */
  void made() throws IOException {
    if (Files.exists(draft)) {
      Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static List<String> options(String... more) {
    return ImmutableList.<String>builder()
        .add("-Xshare:auto", "-Xlog:disable")
        .add(more)
        .add("-cp", CLASS_PATH.get())
        .build();
  }

  private static String ofJars() {
    // Surefire puts the class path into a jar's manifest and tells the real one here.
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> entries = new ArrayList<>();
    for (String entry : Splitter.on(File.pathSeparator).split(own)) {
      Path classes = Path.of(entry);
      entries.add(Files.isDirectory(classes) ? jar(classes, entries.size()).toString() : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static Path jar(Path classes, int number) {
    Path jar = FOLDER.get().resolve(number + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(each, zip);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jar;
  }

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("aidp-classes");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "aidp-classes-delete"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      System.err.println("Left behind: " + folder + ": " + e);
    }
  }
}
