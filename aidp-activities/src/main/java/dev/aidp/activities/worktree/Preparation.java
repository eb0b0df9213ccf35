package dev.aidp.activities.worktree;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Folders;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.ProcessResult;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prepares working copies for agents and checks: copies of and links to ignored files of the main
 * checkout, then the setup command. Safe for use by many threads, each with another copy.
 */
public final class Preparation {

  /** What the setup command is called among checks. */
  public static final String SETUP = "worktree.setup";

  /** No signature: a copy that a crash has cut short is made anew. */
  private static final String UNDER_WAY = "under way";

  private final WorktreeSettings settings;
  private final Layout layout;
  private final Worktrees worktrees;
  private final Supervisor supervisor;

  /** Makes it. */
  public Preparation(
      WorktreeSettings settings, Layout layout, Worktrees worktrees, Supervisor supervisor) {
    this.settings = settings;
    this.layout = layout;
    this.worktrees = worktrees;
    this.supervisor = supervisor;
  }

  /** Returns one that prepares nothing. */
  public static Preparation none(Layout layout, Secrets secrets) {
    return new Preparation(
        WorktreeSettings.NONE,
        layout,
        new Worktrees(layout),
        new Supervisor(layout.processes(), secrets, Host.ofThisUser()));
  }

  /** Returns what runs commands in the copies. */
  public Supervisor supervisor() {
    return supervisor;
  }

  /** Returns how it prepares: what checks come to is known for these settings only. */
  public WorktreeSettings settings() {
    return settings;
  }

  /** Returns whether there is anything to do in a working copy. */
  public boolean prepares() {
    return settings.prepares();
  }

  /** Returns the setup command as a check. */
  public Check setup() {
    return new Check(SETUP, String.valueOf(settings.setup()));
  }

  /** Returns the longest run of the setup command. */
  public Duration setupTimeout() {
    return settings.setupTimeout();
  }

  /** Returns the ignored folders that a clean checkout may keep, as globs from the top. */
  public List<String> caches() {
    return settings.caches();
  }

  /**
   * Brings what is missing; a copy in which nothing has changed since is left as it is. It holds
   * its tree exactly, before and after.
   *
   * @return how the setup command ended, if it failed; to be closed
   * @throws UnusableException if files cannot be read or written
   */
  public Optional<ProcessResult> prepare(WorkingCopy copy, UnitLog log) {
    if (!settings.prepares()) {
      return Optional.empty();
    }
    try {
      Stamp stamp = Stamp.in(worktrees.path(copy.work()));
      String copied = Heartbeat.during(() -> provided(copy.work(), stamp, log));
      String command = settings.setup();
      return command == null ? Optional.empty() : setUp(command, copied, copy, stamp, log);
    } catch (IOException e) {
      throw unusable(copy, e);
    } catch (UncheckedIOException e) {
      throw unusable(copy, e);
    }
  }

  private UnusableException unusable(WorkingCopy copy, Exception cause) {
    return new UnusableException(
        "The working copy %s cannot be prepared: %s.".formatted(worktrees.path(copy.work()), cause),
        "See that the files which worktree.copy and worktree.link name can be read and that the disk has room, then try again.",
        cause);
  }

  /** Puts copies and links where they are missing; returns what changes when a source does. */
  private String provided(Work work, Stamp stamp, UnitLog log) {
    Path folder = worktrees.path(work);
    ImmutableList.Builder<String> brought = ImmutableList.builder();
    List<String> sources = new ArrayList<>();
    try {
      for (String path : IgnoredFiles.of(layout, settings.link())) {
        if (link(folder, path, log)) {
          brought.add(path);
        }
      }
      for (String path : IgnoredFiles.of(layout, settings.copy())) {
        String signature = FilePlacement.signature(layout.top().resolve(path));
        if (copy(folder, path, signature, stamp, log)) {
          brought.add(path);
        }
        sources.add(path + "\0" + signature);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    worktrees.bring(work, brought.build());
    return String.join("\0", sources);
  }

  /** Returns whether the link is there. */
  private boolean link(Path folder, String path, UnitLog log) throws IOException {
    Path link = folder.resolve(path);
    // Relative: it is still right where the whole repository is moved.
    Path target = link.resolveSibling("").relativize(layout.top().resolve(path));
    if (FilePlacement.there(link)) {
      return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
    }
    if (!FilePlacement.makeParents(folder, path)) {
      log.header("worktree.link: %s is not linked, a folder above it is none".formatted(path));
      return false;
    }
    Files.createSymbolicLink(link, target);
    log.header("worktree.link: " + path);
    return true;
  }

  /**
   * Returns whether the copy is there. What was there before is not ours, unless it is a copy that
   * was made here.
   */
  private boolean copy(Path folder, String path, String signature, Stamp stamp, UnitLog log)
      throws IOException {
    String key = "copy " + path;
    Path target = folder.resolve(path);
    Optional<String> before = stamp.value(key);
    if (FilePlacement.there(target) && (before.isEmpty() || before.get().equals(signature))) {
      return before.isPresent();
    }
    if (!FilePlacement.makeParents(folder, path)) {
      log.header("worktree.copy: %s is not copied, a folder above it is none".formatted(path));
      return false;
    }
    stamp.set(key, UNDER_WAY);
    Folders.delete(target);
    FilePlacement.copy(layout.top().resolve(path), target);
    stamp.set(key, signature);
    log.header("worktree.copy: " + path);
    return true;
  }

  private Optional<ProcessResult> setUp(
      String command, String copied, WorkingCopy copy, Stamp stamp, UnitLog log)
      throws IOException {
    String key =
        Hashing.sha256()
            .hashString(
                String.join("\0\0", command, copied, inputs(copy.state().tree())),
                StandardCharsets.UTF_8)
            .toString();
    if (stamp.value(SETUP).equals(Optional.of(key))) {
      return Optional.empty();
    }
    log.header("%s: %s".formatted(SETUP, command));
    UnitLog.Lines lines = log.lines(SETUP + " | ");
    ProcessResult ended =
        supervisor.run(
            new Launch(
                copy.work(),
                command,
                worktrees.path(copy.work()),
                copy.environment().apply(command),
                "",
                settings.setupTimeout(),
                lines,
                Launch.WITH_OUTPUT));
    lines.flush();
    Heartbeat.during(() -> worktrees.restore(copy.work(), copy.state()));
    Integer exit = ended.exitCode();
    boolean passed = exit != null && exit == 0;
    log.header(
        "%s %s after %d s"
            .formatted(SETUP, passed ? "passed" : "failed", ended.took().toSeconds()));
    if (!passed) {
      return Optional.of(ended);
    }
    ended.close();
    stamp.set(SETUP, key);
    return Optional.empty();
  }

  /** Returns the input files of {@code tree}, each with its content's name. */
  private String inputs(String tree) {
    if (settings.setupInputs().isEmpty()) {
      return "";
    }
    ImmutableList<Glob> globs =
        settings.setupInputs().stream().map(Glob::of).collect(ImmutableList.toImmutableList());
    return Git.in(layout.gitDir()).fields("ls-tree", "-r", "-z", tree).stream()
        .filter(
            line -> {
              String path = line.substring(line.indexOf('\t') + 1);
              return globs.stream().anyMatch(glob -> glob.matches(path));
            })
        .reduce("", (all, line) -> all + line + "\0");
  }
}
