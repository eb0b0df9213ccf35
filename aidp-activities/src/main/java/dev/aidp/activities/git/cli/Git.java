package dev.aidp.activities.git.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.text.Excerpt;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The git command line, called so that it never asks, runs no hook, signs nothing, starts nothing
 * in the background and does not hear what the caller's environment says of repositories.
 * Immutable.
 */
public final class Git {

  /** The words of a fetch that changes no ref but those it is told, and nothing else. */
  public static final ImmutableList<String> FETCH =
      ImmutableList.of(
          "fetch",
          "--quiet",
          "--no-tags",
          "--no-prune",
          "--no-write-fetch-head",
          "--no-recurse-submodules",
          "--no-auto-maintenance",
          "--no-write-commit-graph");

  private static final String LITERAL = "GIT_LITERAL_PATHSPECS";

  /** Each takes milliseconds, in which a half worktree has become a whole one. */
  private static final int WORKTREE_LOOKS = 10;

  private static final ImmutableList<String> COMMAND =
      ImmutableList.of(
          "git",
          "--no-pager",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "commit.gpgSign=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false",
          "-c",
          "core.quotePath=false",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.splitIndex=false",
          "-c",
          "core.untrackedCache=false",
          "-c",
          "core.safecrlf=false",
          "-c",
          "submodule.recurse=false",
          // Agents and checks get the whole tree, however little of it the user has checked out.
          "-c",
          "core.sparseCheckout=false",
          "-c",
          "i18n.commitEncoding=UTF-8",
          "-c",
          "i18n.logOutputEncoding=UTF-8",
          "-c",
          "log.showSignature=false",
          "-c",
          "trailer.separators=:",
          "-c",
          "merge.conflictStyle=merge",
          "-c",
          "advice.detachedHead=false",
          "-c",
          "advice.addEmbeddedRepo=false",
          // A recorded step's objects and refs must outlive a power cut; batch makes it one flush a
          // call.
          "-c",
          "core.fsync=committed",
          "-c",
          "core.fsyncMethod=batch",
          // Runs side by side share the repository's locks: they wait for each other.
          "-c",
          "core.filesRefLockTimeout=3000",
          "-c",
          "core.packedRefsTimeout=10000");

  /** What a pipe takes at once. */
  private static final int QUESTION = 32 << 10;

  private final Path folder;
  private final ImmutableList<String> settings;
  private final ImmutableMap<String, String> environment;
  private final byte[] input;
  private final Duration limit;

  private Git(
      Path folder,
      List<String> settings,
      Map<String, String> environment,
      byte[] input,
      Duration limit) {
    this.folder = folder;
    this.settings = ImmutableList.copyOf(settings);
    this.environment = ImmutableMap.copyOf(environment);
    this.input = input;
    this.limit = limit;
  }

  /** Returns a git that looks for its repository from {@code folder} upwards. */
  public static Git at(Path folder) {
    return new Git(
        folder, ImmutableList.of(), ImmutableMap.of(LITERAL, "1"), new byte[0], GitCall.LIMIT);
  }

  /** Returns a git for the objects and refs of the repository {@code gitDir}; it sees no files. */
  public static Git in(Path gitDir) {
    return at(gitDir).with("GIT_DIR", gitDir.toString());
  }

  /** Returns a git for the files in {@code workTree}, whatever that says of its repository. */
  public static Git in(Path gitDir, Path workTree) {
    return at(workTree)
        .with("GIT_DIR", gitDir.toString())
        .with("GIT_WORK_TREE", workTree.toString());
  }

  /** Returns a copy that takes paths for patterns, which they are for no other. */
  public Git patterns() {
    return with(LITERAL, "0");
  }

  /** Returns a copy with a further environment variable. */
  public Git with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Git(folder, settings, more, input, limit);
  }

  /** Returns a copy with a further setting, such as {@code core.sparseCheckout=true}. */
  public Git set(String setting) {
    List<String> more = ImmutableList.<String>builder().addAll(settings).add("-c", setting).build();
    return new Git(folder, more, environment, input, limit);
  }

  /** Returns a copy that runs in {@code other}; which repository it is about does not change. */
  public Git from(Path other) {
    return new Git(other, settings, environment, input, limit);
  }

  /** Returns a copy that is ended, and fails as timed out, when it takes longer than this. */
  public Git within(Duration most) {
    return new Git(folder, settings, environment, input, most);
  }

  /** Returns a copy that reads {@code text} from its standard input. */
  public Git reading(String text) {
    return new Git(folder, settings, environment, text.getBytes(StandardCharsets.UTF_8), limit);
  }

  /** Returns a copy that reads {@code octets}, each character a byte, from its standard input. */
  public Git readingOctets(String octets) {
    return new Git(
        folder, settings, environment, octets.getBytes(StandardCharsets.ISO_8859_1), limit);
  }

  /** Returns the git folder of the repository that it is about, where that was named. */
  public Optional<Path> repository() {
    return Optional.ofNullable(environment.get("GIT_DIR")).map(Path::of);
  }

  /** Runs git and returns what it said, whatever its exit code. */
  public GitResult run(String... arguments) {
    return call(arguments).perform();
  }

  /**
   * Runs git, which must exit 0, and has {@code sink} take what it says, however much that is, on a
   * thread of its own.
   *
   * @throws StepFailedException if it does not, with its last lines
   */
  public void streamed(OutputStream sink, String... arguments) {
    GitResult answer = call(arguments).perform(sink);
    if (!answer.ok()) {
      throw failed(answer, arguments);
    }
  }

  private GitCall call(String... arguments) {
    List<String> command = new ArrayList<>(COMMAND);
    command.addAll(settings);
    command.addAll(List.of(arguments));
    return new GitCall(folder, command, environment, input, limit);
  }

  /**
   * Returns the {@code answers} lines that git says to {@code lines}, where {@code arguments} have
   * it answer line by line; nothing where it does not: it must be run then, and says why. It is
   * about the repository alone, whatever this one knows of files, and may be one that has answered
   * before.
   */
  public Optional<List<String>> ask(List<String> lines, int answers, String... arguments) {
    return asked(lines, SessionOutput.Whole.lines(answers), arguments)
        .map(said -> new String(said, StandardCharsets.UTF_8).lines().toList());
  }

  /**
   * Like {@link #ask}, of which it is not known how long the answer will be: it is whole when git
   * has answered to a line of which it cannot know anything.
   *
   * @param unknown what git says to such a line, after having said the line itself
   * @return the answer without that; nothing also where it is very long, or the question is
   */
  public Optional<byte[]> askAll(List<String> lines, String unknown, String... arguments) {
    String end = "end-" + UUID.randomUUID();
    byte[] last = (end + unknown + "\n").getBytes(StandardCharsets.UTF_8);
    List<String> all = ImmutableList.<String>builder().addAll(lines).add(end).build();
    // Of more it might say much before it has read all.
    return all.stream().mapToInt(String::length).sum() > QUESTION
        ? Optional.empty()
        : asked(all, SessionOutput.Whole.until(end + unknown + "\n"), arguments)
            .map(said -> Arrays.copyOf(said, said.length - last.length));
  }

  private Optional<byte[]> asked(
      List<String> lines, SessionOutput.Whole whole, String... arguments) {
    String question = String.join("\n", lines) + "\n";
    return repository()
        .flatMap(folder -> GitSession.ask(in(folder).call(arguments), question, whole));
  }

  /**
   * Runs git, which must exit 0.
   *
   * @throws StepFailedException if it does not, with its last lines
   */
  public GitResult done(String... arguments) {
    GitResult answer = run(arguments);
    if (!answer.ok()) {
      throw failed(answer, arguments);
    }
    return answer;
  }

  /** Returns what git said without the last line's end; it must exit 0. */
  public String text(String... arguments) {
    return done(arguments).line();
  }

  /** Returns what git said, cut at each NUL; it must exit 0. */
  public List<String> fields(String... arguments) {
    return done(arguments).fields();
  }

  /**
   * Returns what git lists of the repository's worktrees, cut at each NUL. While another git makes
   * or removes one, its files come and go one after the other, and git fails on such a half: it is
   * asked again.
   */
  public List<String> worktrees() {
    String[] list = {"worktree", "list", "--porcelain", "-z"};
    GitResult answer = run(list);
    for (int looks = 1; !answer.ok() && looks < WORKTREE_LOOKS; looks++) {
      answer = run(list);
    }
    if (!answer.ok()) {
      throw failed(answer, list);
    }
    return answer.fields();
  }

  /** Returns a failure that names the command and git's last lines. */
  public static StepFailedException failed(GitResult answer, String... arguments) {
    String said = answer.errors().strip();
    String end = Excerpt.end(said, 1_000);
    String message =
        "git %s ended with exit code %d: %s"
            .formatted(String.join(" ", arguments), answer.exit(), end);
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }
}
