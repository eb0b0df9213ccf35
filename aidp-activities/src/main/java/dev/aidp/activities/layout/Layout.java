package dev.aidp.activities.layout;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.run.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places of everything that Aidp keeps.
 *
 * @param top the top of the main worktree, a real path
 * @param gitDir the repository that all its worktrees share, a real path
 */
public record Layout(Path top, Path gitDir) {

  private static final String FOLDER = Top.STATE;
  private static final String EXCLUDED = "/.aidp/";

  /** Prompts, transcripts and the journal are nobody else's to read. */
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Finds the places of the repository around {@code anyPathInRepo}, which may lie in a linked
   * worktree.
   *
   * @throws UsageException if Aidp cannot work there
   */
  public static Layout of(Path anyPathInRepo) {
    Layout layout = new Search(anyPathInRepo).forWork();
    layout.demandCommit();
    layout.demandWritable();
    return layout;
  }

  /**
   * Finds the places of the repository around {@code anyPathInRepo} where Aidp has worked before,
   * whatever git says of that repository now; others as {@link #of} does.
   *
   * @throws UsageException if Aidp has not worked there, and cannot
   */
  public static Layout seen(Path anyPathInRepo) {
    return around(anyPathInRepo).filter(Layout::worked).orElseGet(() -> of(anyPathInRepo));
  }

  /** Returns the places of the repository around {@code folder}, if there is one. */
  public static Optional<Layout> around(Path folder) {
    return new Search(folder).forLooks();
  }

  /** Returns whether Aidp has worked there before. */
  public boolean worked() {
    return Files.isDirectory(stateDir());
  }

  /**
   * Demands that Aidp can work there, not only look.
   *
   * @throws UsageException if it cannot
   */
  public void demandWork() {
    var unused = of(top);
  }

  /** Returns the state folder, {@code .aidp}. */
  public Path stateDir() {
    return top.resolve(FOLDER);
  }

  /** Returns where the worktree of {@code work} is or will be. */
  public Path worktree(Work work) {
    return in(worktrees(work.run()), work.unit());
  }

  /** Returns the folder of all worktrees of a run. */
  public Path worktrees(String run) {
    return in(stateDir().resolve("workstreams"), run);
  }

  /** Returns the folder of what Aidp keeps of the worktree of {@code work}, outside of it. */
  public Path worktreeState(Work work) {
    return in(worktreeStates(work.run()), work.unit());
  }

  /** Returns the folder of what Aidp keeps of all worktrees of a run. */
  public Path worktreeStates(String run) {
    return in(stateDir().resolve("worktrees"), run);
  }

  /**
   * Returns the folder in which {@code work} finds its inputs ({@code in/UNIT/NAME}) and leaves its
   * outputs ({@code out}).
   */
  public Path io(Work work) {
    return in(io(work.run()), work.unit());
  }

  /** Returns the folder of all inputs and outputs of a run. */
  public Path io(String run) {
    return in(stateDir().resolve("io"), run);
  }

  /** Returns the folder of what is kept of a run's conversations with agents. */
  public Path sessions(String run) {
    return in(stateDir().resolve("sessions"), run);
  }

  /**
   * Whatever is asked for, the answer lies in {@code folder}: some callers delete what is there.
   */
  private static Path in(Path folder, String name) {
    return folder.resolve(Names.file(name));
  }

  /** Returns the folder of the artifact store. */
  public Path artifacts() {
    return stateDir().resolve("artifacts");
  }

  /** Returns the folder of the copies of submodules that came from other hosts. */
  public Path modules() {
    return stateDir().resolve("modules");
  }

  /** Returns the folder of the evidence files, each named after its commit. */
  public Path evidence() {
    return stateDir().resolve("evidence");
  }

  /** Returns the folder of a run's logs. */
  public Path logs(String run) {
    return in(stateDir().resolve("logs"), run);
  }

  /** Returns the log file of a unit. */
  public Path logs(String run, String unit) {
    return in(logs(run), unit + ".log");
  }

  /** Returns the folder of the resolutions that passed, of all runs. */
  public Path resolutions() {
    return stateDir().resolve("resolutions");
  }

  /** Returns the folder that says which units runs have finished, by the keys of these. */
  public Path results() {
    return stateDir().resolve("results");
  }

  /** Returns the folder that says what came of merges on trial. */
  public Path trials() {
    return stateDir().resolve("trials");
  }

  /** Returns the folder that says which checks a run has seen pass on which trees. */
  public Path verdicts(String run) {
    return in(stateDir().resolve("verdicts"), run);
  }

  /** Returns the folder of the identities of processes that were started. */
  public Path processes() {
    return stateDir().resolve("processes");
  }

  /** Returns the file that holds room for what turns under way leave. */
  public Path reserve() {
    return stateDir().resolve("reserve");
  }

  /** Returns the folder of what is known of the providers' health. */
  public Path providers() {
    return stateDir().resolve("providers");
  }

  /** Returns every place that is of one run alone; few of them need be there. */
  public List<Path> placesOf(String run) {
    return List.of(
        worktrees(run),
        worktreeStates(run),
        io(run),
        sessions(run),
        verdicts(run),
        processes().resolve(run),
        logs(run),
        logs(run).resolveSibling(run + ".log"),
        jobs().resolve(run));
  }

  /** Returns the folder of what is known of processes in the background, by their runs. */
  public Path jobs() {
    return stateDir().resolve("jobs");
  }

  /** Returns the folder of what is known of a Temporal service's steps. */
  public Path temporal() {
    return stateDir().resolve("temporal");
  }

  /** Returns the folder into which goes what is to be removed, before it is. */
  public Path removed() {
    return stateDir().resolve("removed");
  }

  /** Returns the file that who prunes has locked. */
  public Path pruneLock() {
    return stateDir().resolve("prune.lock");
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
   * Makes the state folder, which is nobody else's to read, and keeps it out of git by {@code
   * info/exclude}; calling it again changes nothing.
   *
   * @throws UsageException if it is no folder, or not writable
   * @throws UnusableException if the disk cannot be written
   */
  public void prepare() {
    demandState();
    try {
      if (!Files.isDirectory(stateDir())) {
        Files.createDirectories(stateDir());
      }
      close(stateDir());
      exclude(gitDir.resolve("info").resolve("exclude"));
      StaleRegistrations.remove(this);
    } catch (IOException e) {
      throw UnusableException.ofStorage("The state folder " + stateDir() + " cannot be made", e);
    }
  }

  /**
   * Demands that the state folder can be used, where there is one.
   *
   * @throws UsageException if it is no folder, or not writable
   */
  public void demandState() {
    Path state = stateDir();
    if (!Files.exists(state, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(state)) {
      throw new UsageException(
          state + " is no folder, and Aidp keeps its state in a folder of that name.",
          state.toString(),
          "Move it away: mv .aidp aidp.old.");
    }
    if (!Files.isWritable(state) || !Files.isExecutable(state)) {
      throw notWritable(state);
    }
  }

  private static void close(Path folder) throws IOException {
    try {
      if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
      }
    } catch (UnsupportedOperationException e) {
      // A file system without permissions.
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
        throw notWritable(folder);
      }
    }
  }

  private static UsageException notWritable(Path folder) {
    return new UsageException(
        "The folder %s is not writable%s.".formatted(folder, Owner.of(folder).orElse("")),
        folder.toString(),
        "Give this user the right to it (sudo chown, chmod u+rwx), or work in a clone.");
  }
}
