package dev.aidp.cli.demo;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.process.Folders;
import dev.aidp.cli.io.Texts;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Check;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A small repository with a feature to build in it: a plan of seven units in three waves, of which
 * one is red at first and two change the same lines, and agents that know in advance what to write.
 * Everything in it is POSIX shell, so that it runs wherever Aidp does.
 *
 * @param folder the top of the repository, an absolute path
 */
public record DemoProject(Path folder) {

  /** The id of the demo's run. */
  public static final String RUN = "demo";

  /** The feature's text. */
  public static final String FEATURE = "Add CSV export to the address book";

  /** The unit whose first iteration is red. */
  public static final String RED_AT_FIRST = "quoting";

  /** The units that change the same lines, as the merge meets them. */
  public static final ImmutableList<String> CLASHING = ImmutableList.of("export", "stats");

  /** Outside of what git tracks. */
  private static final Path SCRIPTS = Path.of(".aidp", "demo");

  /**
   * Makes the project in {@code folder}, which must be missing, empty or a demo. A demo is replaced
   * with everything in it. Killed halfway, it leaves {@code folder} as it was, missing, or done.
   *
   * @throws UsageException if there is something else, or nothing can be written there
   * @throws UnusableException if the disk is full
   */
  public static DemoProject create(Path folder) {
    Path top = folder.toAbsolutePath().normalize();
    demandOurs(top);
    Path draft = top.resolveSibling("." + top.getFileName() + ".new");
    try {
      Files.createDirectories(draft.getParent());
      Folders.delete(draft);
      DemoRepository.make(draft, SCRIPTS);
      Folders.delete(top);
      Files.move(draft, top, StandardCopyOption.ATOMIC_MOVE);
      return new DemoProject(top.toRealPath());
    } catch (FileSystemException e) {
      throw refused(top, "it cannot be written: " + e.getMessage());
    } catch (IOException e) {
      throw new UnusableException(
          "The demo cannot be written: " + e.getMessage() + ".",
          "Free disk space, then call the command again.",
          e);
    }
  }

  /**
   * Returns the project that an earlier call made in {@code folder}.
   *
   * @throws UsageException if there is none
   */
  public static DemoProject open(Path folder) {
    if (!isThere(folder)) {
      throw refused(folder, "it is not one");
    }
    try {
      return new DemoProject(folder.toRealPath());
    } catch (IOException e) {
      throw refused(folder, "it cannot be read: " + e.getMessage());
    }
  }

  /** Returns whether {@code folder} holds a project that was made by {@link #create}. */
  public static boolean isThere(Path folder) {
    return Files.isRegularFile(
        folder.resolve(SCRIPTS).resolve("agent.sh"), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns the plan's file. */
  public Path plan() {
    return folder.resolve(SCRIPTS).resolve("plan.yaml");
  }

  /** Returns the command that plays every role. */
  public String agentCommand() {
    return "sh " + Texts.word(folder.resolve(SCRIPTS).resolve("agent.sh").toString());
  }

  /** Returns what must be green on every unit's tree and on the result. */
  public ImmutableList<Check> checks() {
    return ImmutableList.of(
        new Check("tests", "sh test/run.sh"), new Check("syntax", "sh test/syntax.sh"));
  }

  private static void demandOurs(Path folder) {
    if (isThere(folder) || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw refused(folder, "there is something else in it");
      }
    } catch (IOException e) {
      throw refused(folder, "it is not a folder that can be read");
    }
  }

  private static UsageException refused(Path folder, String why) {
    return new UsageException(
        "%s cannot be the demo's folder: %s.".formatted(folder, why),
        "--dir",
        "Name a folder that does not exist yet with --dir.");
  }
}
