package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JUnit XML files that a check has written. A help, no verdict: what cannot be read is as if it
 * were not there.
 */
final class ReportFiles {

  private static final Pattern MAVEN = program("mvnd?|mvnw");
  private static final Pattern GRADLE = program("gradlew?");

  /** Folders that no check writes its reports to, and that are large. */
  private static final ImmutableSet<String> SKIPPED =
      ImmutableSet.of(".git", ".aidp", "node_modules", ".venv");

  private static final int DEPTH = 24;
  private static final int LOOKED_AT = 200_000;
  private static final int FILES = 2_000;
  private static final int FILE_BYTES = 8 << 20;
  private static final long ALL_BYTES = 64L << 20;

  /** A file's time may be that of the clock's last tick. */
  private static final Duration TICK = Duration.ofMillis(20);

  private ReportFiles() {}

  private static Pattern program(String names) {
    return Pattern.compile("(?:^|[\\s/;&|(])(?:" + names + ")(?=\\s|$)");
  }

  /**
   * Returns the globs of the reports of {@code check}: its own, else those its tool is known for.
   */
  static ImmutableList<String> globs(Check check) {
    if (!check.reports().isEmpty() || check.code() != null) {
      return ImmutableList.copyOf(check.reports());
    }
    ImmutableList.Builder<String> globs = ImmutableList.builder();
    if (MAVEN.matcher(check.command()).find()) {
      globs.add("**/target/surefire-reports/TEST-*.xml", "**/target/failsafe-reports/TEST-*.xml");
    }
    if (GRADLE.matcher(check.command()).find()) {
      globs.add("**/build/test-results/**/TEST-*.xml");
    }
    return globs.build();
  }

  /** Adds the failed tests of the reports below {@code top} that were written since then. */
  static void read(Path top, Check check, Instant since, TestFailures found) {
    List<Glob> globs = globs(check).stream().map(Glob::of).toList();
    if (globs.isEmpty()) {
      return;
    }
    long room = ALL_BYTES;
    try {
      for (Path file : written(top, globs, since.minus(TICK))) {
        byte[] report = start(file);
        room -= report.length;
        if (room < 0) {
          return;
        }
        JUnitXml.read(report, found);
      }
    } catch (IOException e) {
      // What was found before is all there is.
    }
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return bytes.readNBytes(FILE_BYTES);
    }
  }

  private static Set<Path> written(Path top, List<Glob> globs, Instant since) throws IOException {
    Set<Path> files = new TreeSet<>();
    Files.walkFileTree(
        top,
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH,
        new SimpleFileVisitor<>() {
          private int seen;

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(top) && SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            seen++;
            if (attributes.isRegularFile() && fresh(attributes, since) && matches(file)) {
              files.add(file);
            }
            return seen > LOOKED_AT || files.size() >= FILES
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }

          private boolean matches(Path file) {
            String path = top.relativize(file).toString().replace('\\', '/');
            return globs.stream().anyMatch(glob -> glob.matches(path));
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Some file systems know whole seconds only. */
  private static boolean fresh(BasicFileAttributes file, Instant since) {
    Instant written = file.lastModifiedTime().toInstant();
    return !written.isBefore(since)
        || written.truncatedTo(ChronoUnit.SECONDS).equals(written)
            && !written.isBefore(since.truncatedTo(ChronoUnit.SECONDS));
  }
}
