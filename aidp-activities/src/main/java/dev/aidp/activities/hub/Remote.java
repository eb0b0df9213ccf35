package dev.aidp.activities.hub;

import com.google.common.hash.Hashing;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.git.cli.Urls;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.text.Excerpt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The repository that all hosts reach, as git reaches it. What fails is tried again for a while:
 * networks break, and another git may hold a lock, or be in the middle of making a worktree.
 */
final class Remote {

  /** Of an id that the hub does not have, or that its server gives to nobody who asks for it. */
  private static final Pattern REFUSED =
      Pattern.compile("not our ref|unadvertised object|[Cc]ouldn't find remote ref");

  /** Another git moves the same ref here or there, and is done in a moment. */
  private static final Pattern BUSY = Pattern.compile("cannot lock ref|\\.lock': File exists");

  /** The server takes a ref not at all: a hook, a rule or a limit says so. */
  private static final Pattern DENIED = Pattern.compile("\\[remote rejected\\]");

  /** Somebody else was faster. */
  private static final Pattern MOVED =
      Pattern.compile(
          "lock|failed to update ref|incorrect old value|reference already exists|stale info"
              + "|atomic|fetch first|non-fast-forward");

  private static final Duration BUSY_PATIENCE = Duration.ofSeconds(30);

  private static final Pattern WAY = Pattern.compile("^([a-z+]+://)?([^/@]*@)?");
  private static final int ID_LENGTH = 13;

  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;
  private static final int SHOWN = 500;

  private final Git git;
  private final String address;
  private final Duration patience;

  /**
   * Makes it.
   *
   * @param hub a URL, a path, seen from the top of the repository, or the name of a remote
   * @param patience how long is tried what fails
   */
  Remote(Layout layout, String hub, Duration patience) {
    this.address = address(layout.top(), hub);
    this.git =
        Git.in(layout.gitDir())
            // A connection over which nothing comes any more is as good as none.
            .set("http.lowSpeedLimit=1")
            .set("http.lowSpeedTime=60");
    this.patience = patience;
  }

  private Remote(Git git, String address, Duration patience) {
    this.git = git;
    this.address = address;
    this.patience = patience;
  }

  /** Returns the same for who has further objects in the folder {@code objects}. */
  Remote lending(Path objects) {
    String quoted = '"' + objects.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return new Remote(git.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", quoted), address, patience);
  }

  private static String address(Path top, String hub) {
    Path folder = top.resolve(hub);
    return hub.contains("/") && Files.isDirectory(folder) ? folder.toString() : hub;
  }

  /** Returns where it is, without a password. */
  String shown() {
    return Urls.withoutUsers(address);
  }

  /** Returns where git-lfs finds its large files; it takes no paths. */
  String largeFiles() {
    return address.startsWith("/") ? "file://" + address : address;
  }

  /** Returns what its URL says besides the way and the user: the host and the path there. */
  String id() {
    String url = git.text("ls-remote", "--get-url", address);
    String place =
        WAY.matcher(url).replaceFirst("").replaceFirst("^([^/:]+):/*", "$1/").replaceAll("/+$", "");
    return Hashing.sha256()
        .hashString(place.replaceFirst("\\.git$", ""), StandardCharsets.UTF_8)
        .toString()
        .substring(0, ID_LENGTH);
  }

  /** Returns the refs that begin so, each with what it points to. */
  List<String[]> refs(String... patterns) {
    List<String> words = new ArrayList<>(List.of("ls-remote", "--quiet", "--refs", address));
    words.addAll(List.of(patterns));
    return done(words).text().lines().map(line -> line.split("\t", 2)).toList();
  }

  /** Returns what {@code ref} points to there. */
  Optional<String> ref(String ref) {
    return refs(ref).stream().filter(each -> each[1].equals(ref)).map(each -> each[0]).findFirst();
  }

  /** Fetches refs, ids or both; false: it has not all of them, or gives nobody what has no ref. */
  boolean fetch(List<String> wanted) {
    List<String> words = new ArrayList<>(Git.FETCH);
    words.addAll(List.of("--stdin", address));
    GitResult answer =
        tried(git.reading(String.join("\n", wanted) + "\n"), words, REFUSED.asPredicate());
    return answer.ok();
  }

  /** Moves refs there; false: one of them is not where it was, or may not be moved. */
  boolean push(List<Move> moves) {
    return pushed(moves, Map.of()).ok();
  }

  /**
   * Moves one ref there and points others to objects, wherever they are now; false: it is not where
   * it was, and none has moved.
   *
   * @throws UnusableException if it may not be moved at all
   */
  boolean publish(Move move, Map<String, String> others) {
    GitResult answer = pushed(List.of(move), others);
    if (refused(answer).anyMatch(DENIED.asPredicate().and(MOVED.asPredicate().negate()))) {
      throw denied(answer, move.ref());
    }
    return answer.ok();
  }

  private GitResult pushed(List<Move> moves, Map<String, String> others) {
    List<String> words = new ArrayList<>(List.of("push", "--quiet", "--porcelain", "--no-verify"));
    words.add("--no-recurse-submodules");
    if (!others.isEmpty()) {
      words.add("--atomic");
    }
    for (Move move : moves) {
      words.add("--force-with-lease=" + move.ref() + ":" + move.expected());
    }
    words.add(address);
    moves.forEach(move -> words.add(move.commit() + ":" + move.ref()));
    others.forEach((ref, id) -> words.add("+" + id + ":" + ref));
    return tried(git, words, errors -> false);
  }

  /**
   * A ref to be moved.
   *
   * @param ref which
   * @param commit where to; empty to remove it
   * @param expected where it is now; empty where it shall not be
   */
  record Move(String ref, String commit, String expected) {}

  private GitResult done(List<String> words) {
    return tried(git, words, errors -> false);
  }

  private GitResult tried(Git asking, List<String> words, Predicate<String> known) {
    long begin = System.nanoTime();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      GitResult answer = asking.run(words.toArray(String[]::new));
      if (answer.ok() || rejected(answer) || known.test(answer.errors())) {
        return answer;
      }
      Duration most = BUSY.matcher(answer.errors()).find() ? BUSY_PATIENCE : patience;
      if (System.nanoTime() - begin + TimeUnit.MILLISECONDS.toNanos(pause) > most.toNanos()) {
        throw unreachable(answer);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      if (Thread.currentThread().isInterrupted()) {
        throw new StepCancelledException("Interrupted while the hub was asked again.");
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static boolean rejected(GitResult answer) {
    return refused(answer).findAny().isPresent();
  }

  private static Stream<String> refused(GitResult answer) {
    return answer.text().lines().filter(line -> line.startsWith("!\t"));
  }

  private UnusableException denied(GitResult answer, String ref) {
    return new UnusableException(
        "The hub %s does not take %s: %s".formatted(shown(), ref, said(answer)),
        "See that one may push %s* there (a hook or a rule of the server refuses it), then try again."
            .formatted(HubRefs.ALL));
  }

  private static String said(GitResult answer) {
    return Urls.withoutUsers(Excerpt.end(answer.errors().strip(), SHOWN));
  }

  private UnusableException unreachable(GitResult answer) {
    return new UnusableException(
        "The hub %s does not do its part: %s".formatted(shown(), said(answer)),
        "See that git ls-remote '%s' works on this host, then try again.".formatted(shown()));
  }
}
