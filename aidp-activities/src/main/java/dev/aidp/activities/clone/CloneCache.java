package dev.aidp.activities.clone;

import com.google.common.hash.Hashing;
import dev.aidp.activities.git.Removal;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.git.cli.Urls;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.UnusableException;
import dev.aidp.text.Excerpt;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of clones, one for each URL, that the processes of a user on this host share. Who works
 * in one holds a shared lock of the file beside it, so that it is neither changed nor removed
 * meanwhile; who is alone there makes it, or brings it up to date. That file tells when the clone
 * was used last, and stays.
 *
 * <p>A clone has the branches of its URL as its own, and is on none of them: its HEAD is the commit
 * of theirs.
 */
public final class CloneCache {

  private static final Logger LOG = LoggerFactory.getLogger(CloneCache.class);

  /** A large repository over a slow line. */
  private static final Duration LONGEST = Duration.ofHours(2);

  private static final String LOCK = ".lock";
  private static final String DRAFT = ".new";
  private static final String REMOVED = ".removed";
  private static final int NAME_CHARS = 40;
  private static final int HASH_CHARS = 12;
  private static final int SHOWN = 500;

  /** All but Aidp's own, which may be further here than there. */
  private static final List<String> BRANCHES =
      List.of("+refs/heads/*:refs/heads/*", "^refs/heads/aidp/*", "^refs/heads/aidp-units/*");

  private final Path folder;

  /** Makes it; {@code folder} need not be there yet. */
  public CloneCache(Path folder) {
    this.folder = folder;
  }

  /** Returns the one of this process's user. */
  public static CloneCache ofUser(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    Path base = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
    return new CloneCache(base.resolve("aidp").resolve("clones"));
  }

  /** A clone in use: it stays as long as this is open. */
  public static final class Clone implements AutoCloseable {

    private final Path top;
    private final Path file;
    private final FileChannel channel;

    private Clone(Path top, Path file, FileChannel channel) {
      this.top = top;
      this.file = file;
      this.channel = channel;
    }

    /** Returns the top of its worktree. */
    public Path top() {
      return top;
    }

    @Override
    public void close() {
      try {
        touch(file);
        channel.close();
      } catch (IOException e) {
        LOG.debug("When it was used last is not known: {}", top, e);
      }
    }
  }

  /**
   * Returns the clone of {@code url}, which is made if there is none; one that nobody uses is
   * brought up to date. A process may have it open once.
   *
   * @throws UnusableException if it cannot be made
   */
  public Clone open(String url) {
    Path top = folder.resolve(name(url));
    Path file = folder.resolve(name(url) + LOCK);
    try {
      PrivateFiles.folder(folder);
      while (true) {
        FileChannel channel =
            PrivateFiles.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
          touch(file);
          alone(channel, () -> fresh(url, top));
          FileLock unused = channel.lock(0, Long.MAX_VALUE, true);
          if (Files.isDirectory(top)) {
            return new Clone(top, file, channel);
          }
          channel.close(); // whoever made it has died
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
    } catch (IOException e) {
      throw UnusableException.ofStorage(
          "A clone of %s cannot be kept in %s".formatted(Urls.withoutUsers(url), folder), e);
    }
  }

  /** Performs {@code body} if nobody else uses the clone. */
  private static void alone(FileChannel channel, Runnable body) throws IOException {
    try (FileLock mine = channel.tryLock()) {
      if (mine != null) {
        body.run();
      }
    }
  }

  private void fresh(String url, Path top) {
    if (Files.isDirectory(top)) {
      fetch(url, top);
      return;
    }
    Path draft = folder.resolve(top.getFileName() + DRAFT);
    Removal.of(draft);
    demand(
        url,
        Git.at(folder)
            .within(LONGEST)
            .run("clone", "--quiet", "--no-checkout", "--", url, draft.toString()));
    demand(url, Git.at(draft).run("checkout", "--quiet", "--detach"));
    fetch(url, draft);
    try {
      Files.move(draft, top, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw UnusableException.ofStorage(
          "A clone of %s cannot be kept".formatted(Urls.withoutUsers(url)), e);
    }
  }

  private static void fetch(String url, Path top) {
    Git git = Git.at(top).within(LONGEST);
    List<String> words =
        new ArrayList<>(List.of("fetch", "--quiet", "--tags", "--force", "--", url));
    words.addAll(BRANCHES);
    demand(url, git.run(words.toArray(String[]::new)));
    demand(url, git.run("fetch", "--quiet", "--", url, "HEAD"));
    demand(url, git.run("checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"));
    if (Files.exists(top.resolve(".gitmodules"))) {
      GitResult answer = git.run("submodule", "--quiet", "update", "--init", "--recursive");
      if (!answer.ok()) {
        String said = Excerpt.end(answer.errors().strip(), SHOWN);
        LOG.warn("Submodules stay empty in {}: {}", top, Urls.withoutUsers(said));
      }
    }
  }

  private static void demand(String url, GitResult answer) {
    if (!answer.ok()) {
      String said = Urls.withoutUsers(Excerpt.end(answer.errors().strip(), SHOWN));
      throw new UnusableException(
          "There is no clone of %s: %s".formatted(Urls.withoutUsers(url), said),
          "See that git ls-remote '%s' works on this host, then try again."
              .formatted(Urls.withoutUsers(url)));
    }
  }

  /** Removes clones that nobody uses and nobody has used for {@code kept}. */
  public void clean(Duration kept) {
    Instant last = Instant.now().minus(kept);
    for (Path file : files("*" + LOCK)) {
      String name = file.getFileName().toString();
      Path top = folder.resolve(name.substring(0, name.length() - LOCK.length()));
      try {
        if (Files.isDirectory(top) && unused(file, last)) {
          remove(file, top, last);
        }
      } catch (IOException | AidpException e) {
        LOG.warn("The clone {} stays: {}", top, e.toString());
      }
    }
    files("*" + REMOVED).forEach(Removal::of);
  }

  private static void remove(Path file, Path top, Instant last) throws IOException {
    try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE)) {
      FileLock mine = channel.tryLock();
      if (mine != null && unused(file, last)) { // nobody has begun to use it meanwhile
        Files.move(
            top, top.resolveSibling(top.getFileName() + REMOVED), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("The clone {} was not used for long and is removed.", top);
      }
    }
  }

  private static boolean unused(Path file, Instant last) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(last);
  }

  private List<Path> files(String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (NoSuchFileException e) {
      return found; // nothing was cloned yet
    } catch (IOException e) {
      LOG.warn("Clones are not cleaned: {}", e.toString());
    }
    return found;
  }

  private static void touch(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
  }

  /** Returns a name that people recognise and no other URL has. */
  private static String name(String url) {
    String path = url.replaceAll("/+$", "").replaceAll("\\.git$", "");
    String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    String plain = last.replaceAll("[^A-Za-z0-9_-]", "-");
    return Excerpt.start(plain, NAME_CHARS)
        + "-"
        + Hashing.sha256()
            .hashString(url, StandardCharsets.UTF_8)
            .toString()
            .substring(0, HASH_CHARS);
  }
}
