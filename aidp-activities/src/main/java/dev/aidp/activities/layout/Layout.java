package dev.aidp.activities.layout;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitVersion;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The places of everything that Aidp keeps.
 *
 * @param top the top of the main worktree, a real path
 * @param gitDir the repository that all its worktrees share, a real path
 */
public record Layout(Path top, Path gitDir) {

  private static final String FOLDER = ".aidp";
  private static final String EXCLUDED = "/.aidp/";

  /**
   * Finds the places of the repository around {@code anyPathInRepo}, which may lie in a linked
   * worktree.
   *
   * @throws UsageException if Aidp cannot work there
   */
  public static Layout of(Path anyPathInRepo) {
    if (!Files.isDirectory(anyPathInRepo)) {
      throw new UsageException(
          "There is no folder " + anyPathInRepo + ".", "--repo", "Name a folder in a repository.");
    }
    GitVersion.demand();
    Layout layout = new Top(anyPathInRepo).find();
    layout.demandCommit();
    layout.demandWritable();
    return layout;
  }

  /** Returns the state folder, {@code .aidp}. */
  public Path stateDir() {
    return top.resolve(FOLDER);
  }

  /** Returns where the worktree of {@code work} is or will be. */
  public Path worktree(Work work) {
    return worktrees(work.run()).resolve(work.unit());
  }

  /** Returns the folder of all worktrees of a run. */
  public Path worktrees(String run) {
    return stateDir().resolve("workstreams").resolve(run);
  }

  /** Returns the folder of what Aidp keeps of the worktree of {@code work}, outside of it. */
  public Path worktreeState(Work work) {
    return worktreeStates(work.run()).resolve(work.unit());
  }

  /** Returns the folder of what Aidp keeps of all worktrees of a run. */
  public Path worktreeStates(String run) {
    return stateDir().resolve("worktrees").resolve(run);
  }

  /**
   * Returns the folder in which {@code work} finds its inputs ({@code in/UNIT/NAME}) and leaves its
   * outputs ({@code out}).
   */
  public Path io(Work work) {
    return io(work.run()).resolve(work.unit());
  }

  /** Returns the folder of all inputs and outputs of a run. */
  public Path io(String run) {
    return stateDir().resolve("io").resolve(run);
  }

  /** Returns the folder of what is kept of a run's conversations with agents. */
  public Path sessions(String run) {
    return stateDir().resolve("sessions").resolve(run);
  }

  /** Returns the folder of the artifact store. */
  public Path artifacts() {
    return stateDir().resolve("artifacts");
  }

  /** Returns the folder of the evidence files, each named after its commit. */
  public Path evidence() {
    return stateDir().resolve("evidence");
  }

  /** Returns the log file of a unit. */
  public Path logs(String run, String unit) {
    return stateDir().resolve("logs").resolve(run).resolve(unit + ".log");
  }

  /** Returns the folder of the resolutions that passed, of all runs. */
  public Path resolutions() {
    return stateDir().resolve("resolutions");
  }

  /** Returns the folder that says what came of merges on trial. */
  public Path trials() {
    return stateDir().resolve("trials");
  }

  /** Returns the folder that says which checks a run has seen pass on which trees. */
  public Path verdicts(String run) {
    return stateDir().resolve("verdicts").resolve(run);
  }

  /** Returns the folder of the identities of processes that were started. */
  public Path processes() {
    return stateDir().resolve("processes");
  }

  /** Returns the folder of what is known of the providers' health. */
  public Path providers() {
    return stateDir().resolve("providers");
  }

  /** Returns the journal's file. */
  public Path database() {
    return stateDir().resolve("aidp.db");
  }

  /** Returns the folder of the identities of processes that own runs. */
  public Path owners() {
    return stateDir().resolve("owners");
  }

  /**
   * Makes the state folder and keeps it out of git by {@code info/exclude}; calling it again
   * changes nothing.
   *
   * @throws UnusableException if that cannot be written
   */
  public void prepare() {
    try {
      Files.createDirectories(stateDir());
      exclude(gitDir.resolve("info").resolve("exclude"));
    } catch (IOException e) {
      throw new UnusableException(
          "The state folder " + stateDir() + " cannot be made: " + e.getMessage() + ".",
          "Free disk space or make the folder writable, then call the command again.",
          e);
    }
  }

  private static void exclude(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    // The file may hold any bytes; only lines that are exactly ours matter.
    String text = new String(before, StandardCharsets.ISO_8859_1);
    if (text.lines()
        .map(String::strip)
        .anyMatch(List.of(EXCLUDED, ".aidp/", ".aidp", "/.aidp")::contains)) {
      return;
    }
    String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    Files.writeString(
        file, separator + EXCLUDED + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void demandCommit() {
    Git git = Git.in(gitDir);
    boolean some =
        git.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}").ok()
            || !git.text("for-each-ref", "--count=1", "refs/heads").isEmpty();
    if (!some) {
      throw new UsageException(
          "The repository " + top + " has no commit.",
          top.toString(),
          "Make a first commit: git commit --allow-empty.");
    }
  }

  private void demandWritable() {
    for (Path folder : List.of(top, gitDir)) {
      if (!Files.isWritable(folder)) {
        throw new UsageException(
            "The folder " + folder + " is not writable.",
            folder.toString(),
            "Make it writable, or work in a clone.");
      }
    }
  }
}
