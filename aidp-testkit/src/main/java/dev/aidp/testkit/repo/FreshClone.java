package dev.aidp.testkit.repo;

import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A new clone of one branch, as a colleague or a build server gets it: the branch's commits and
 * nothing else of the repository that they were made in. What a run calls green must be green here.
 *
 * <pre>{@code
 * FreshClone.of(repository.top(), "aidp/f-csv", folder.resolve("clone"))
 *     .passes("unit", "mvn -q test");
 * }</pre>
 */
public final class FreshClone {

  private static final long MINUTES = 10;

  private final Path top;
  private final String branch;

  private FreshClone(Path top, String branch) {
    this.top = top;
    this.branch = branch;
  }

  /**
   * Clones {@code branch} of the repository in {@code source} into {@code folder}, which must not
   * be there. Its submodules are cloned too.
   *
   * @throws AssertionError if that cannot be done, with what git said
   */
  public static FreshClone of(Path source, String branch, Path folder) {
    Path parent = Objects.requireNonNull(folder.toAbsolutePath().getParent());
    try {
      Files.createDirectories(parent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FreshClone clone = new FreshClone(folder, branch);
    // As from another machine: no hard links, and no objects but those that the branch needs.
    clone.demand(
        parent,
        "A clone",
        List.of(
            "git",
            "-c",
            "protocol.file.allow=always",
            "clone",
            "--quiet",
            "--no-local",
            "--single-branch",
            "--recurse-submodules",
            "--branch",
            branch,
            source.toUri().toString(),
            folder.toString()));
    return clone;
  }

  /** Returns its folder. */
  public Path top() {
    return top;
  }

  /**
   * Runs a check through {@code sh -c} at the top of the clone.
   *
   * @throws AssertionError if it does not exit 0, with what it printed
   */
  public FreshClone passes(String name, String command) {
    demand(top, "The check " + name, List.of("sh", "-c", command));
    return this;
  }

  private void demand(Path folder, String what, List<String> command) {
    try {
      Path output = Files.createTempFile("fresh-clone", ".txt");
      try {
        int exit = run(folder, command, output.toFile());
        if (exit != 0) {
          String said = new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
          throw new AssertionError(
              "%s of branch %s ended with exit code %d in %s: %s%n%s"
                  .formatted(what, branch, exit, folder, String.join(" ", command), said));
        }
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + command, e);
    }
  }

  private static int run(Path folder, List<String> command, File output)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(ImmutableList.copyOf(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("GIT_") || name.startsWith("AIDP_"));
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(
          "It takes longer than " + MINUTES + " minutes: " + String.join(" ", command));
    }
    return process.exitValue();
  }
}
