package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import dev.aidp.activities.layout.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real repository in a folder with a space in its name. Files are made by shell scripts on
 * standard input: a name with any character passes, whatever the locale.
 */
final class TestRepository {

  /** What Aidp may write; everything else is the user's. */
  private static final Pattern OURS =
      Pattern.compile(
          "\\.aidp(/.*)?|\\.git/(objects|modules/vendor/lib/(objects|refs/aidp)|refs/aidp|refs/heads/aidp.*|logs/refs/heads/aidp.*)(/.*)?"
              + "|\\.git(/(refs/heads|logs/refs/heads|info|info/exclude))?|");

  private final Path top;

  private TestRepository(Path top) {
    this.top = top;
  }

  static TestRepository in(Path folder) throws IOException {
    TestRepository repository =
        new TestRepository(Files.createDirectories(folder.resolve("the repository")).toRealPath());
    repository.sh(
        """
        git init -q -b main
        git config user.name Ada
        git config user.email ada@example.com
        printf 'one\\ntwo\\nthree\\n' > file.txt
        printf '*.log\\n' > .gitignore
        git add -A
        git commit -q -m start
        """);
    return repository;
  }

  Path top() {
    return top;
  }

  /** Returns git's activities here, for units whose task is a word. */
  GitActivitiesImpl activities() {
    return new GitActivitiesImpl(
        layout(), new Worktrees(layout()), (plan, unit) -> "task", work -> {}, false);
  }

  Layout layout() {
    Layout layout = Layout.of(top);
    layout.prepare();
    return layout;
  }

  /**
   * Runs a script at the top of the repository and returns what it printed, without the last line's
   * end.
   */
  String sh(String script) {
    return sh(top, script);
  }

  static String sh(Path folder, String script) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder("sh", "-es").directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z");
      builder.environment().put("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z");
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(script.getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(script + "\n" + said).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes a commit on top of {@code parent} without a checkout of the user's, by a script in a
   * scratch worktree.
   */
  String commit(String parent, String script) {
    Path scratch = top.resolveSibling("scratch");
    sh("git worktree add -q --detach '" + scratch + "' " + parent);
    sh(scratch, script + "\ngit add -A\ngit commit -q --no-verify --allow-empty -m change\n");
    String commit = sh(scratch, "git rev-parse HEAD");
    sh("git worktree remove --force '" + scratch + "'");
    return commit;
  }

  String head() {
    return sh("git rev-parse HEAD");
  }

  /** Returns the content of everything that is the user's, by path. */
  Map<String, String> users() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = top.relativize(path).toString();
        if (!OURS.matcher(name).matches()) {
          all.put(name, print(path));
        }
      }
    }
    return all;
  }

  private static String print(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "-> " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return "folder";
    }
    return Hashing.sha256().hashBytes(Files.readAllBytes(path))
        + " "
        + Files.getPosixFilePermissions(path);
  }
}
