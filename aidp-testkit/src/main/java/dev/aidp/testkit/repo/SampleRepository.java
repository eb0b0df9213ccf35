package dev.aidp.testkit.repo;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A real git repository in a folder of a test, with one commit on {@code main}. */
public final class SampleRepository {

  private final Path top;
  private final GitProcess git;

  private SampleRepository(Path top) {
    this.top = top;
    this.git = new GitProcess(top);
  }

  /** Makes a repository in {@code folder}, which is made too, with a {@code README.md}. */
  public static SampleRepository in(Path folder) {
    SampleRepository repository = empty(folder);
    repository.write("README.md", "A sample.\n");
    repository.commitAll("Begin");
    return repository;
  }

  /** Makes a repository without any commit in {@code folder}, which is made too. */
  public static SampleRepository empty(Path folder) {
    try {
      SampleRepository repository =
          new SampleRepository(Files.createDirectories(folder).toRealPath());
      repository.git("init", "--quiet", "--initial-branch=main");
      repository.git("config", "user.name", "A Person");
      repository.git("config", "user.email", "person@example.org");
      repository.git("config", "commit.gpgsign", "false");
      repository.git("config", "core.autocrlf", "false");
      return repository;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the repository that is in {@code folder} already. */
  public static SampleRepository at(Path folder) {
    return new SampleRepository(folder);
  }

  /** Returns the top of its worktree, a real path. */
  public Path top() {
    return top;
  }

  /** Makes a bare clone of it, as hosts share one, and returns where it is. */
  public Path bare(Path folder) {
    git("clone", "--quiet", "--bare", ".", folder.toString());
    return folder;
  }

  /** Writes one file of the checkout, making its folders. */
  public SampleRepository write(String path, String content) {
    try {
      Path file = top.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything in the checkout and returns the commit. */
  public String commitAll(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", message);
    return commit("HEAD");
  }

  /** Runs git there and returns what it printed, without the last line end. */
  public String git(String... arguments) {
    return git.text(arguments);
  }

  /** Runs a shell script at the top, which must not fail, and returns what it printed. */
  public String sh(String script) {
    return git.script(script);
  }

  /** Returns the lines that git printed; none if it printed nothing. */
  public List<String> lines(String... arguments) {
    String text = git(arguments);
    return text.isEmpty()
        ? ImmutableList.of()
        : text.lines().collect(ImmutableList.toImmutableList());
  }

  /** Returns the commit that {@code revision} names. */
  public String commit(String revision) {
    return git("rev-parse", "--verify", revision + "^{commit}");
  }

  /** Returns the tree of {@code revision}. */
  public String treeHash(String revision) {
    return git("rev-parse", "--verify", revision + "^{tree}");
  }

  /** Returns every file of {@code revision} with its content, by path; a submodule's commit. */
  public Map<String, String> files(String revision) {
    Map<String, String> files = new TreeMap<>();
    String entries = git("ls-tree", "-r", "-z", revision);
    for (String entry : Splitter.on('\0').omitEmptyStrings().split(entries)) {
      String path = entry.substring(entry.indexOf('\t') + 1);
      List<String> words = Splitter.on(' ').splitToList(entry.substring(0, entry.indexOf('\t')));
      files.put(
          path,
          words.get(1).equals("commit")
              ? "commit " + words.get(2)
              : git.raw("cat-file", "blob", words.get(2)));
    }
    return ImmutableSortedMap.copyOf(files);
  }

  /** Returns every ref with the object it points to. */
  public Map<String, String> refs() {
    Map<String, String> refs = new TreeMap<>();
    for (String line : lines("for-each-ref", "--format=%(refname) %(objectname)")) {
      refs.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
    }
    return ImmutableSortedMap.copyOf(refs);
  }

  /** Returns the names of the branches that begin with {@code prefix}. */
  public List<String> branches(String prefix) {
    return refs().keySet().stream()
        .filter(ref -> ref.startsWith("refs/heads/" + prefix))
        .map(ref -> ref.substring("refs/heads/".length()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the worktrees that git knows, the main one included. */
  public List<Path> worktrees() {
    return lines("worktree", "list", "--porcelain").stream()
        .filter(line -> line.startsWith("worktree "))
        .map(line -> Path.of(line.substring("worktree ".length())))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the values of a commit trailer over all commits that any ref reaches, sorted. */
  public List<String> trailers(String key) {
    return lines("log", "--all", "--format=%(trailers:key=" + key + ",valueonly)").stream()
        .filter(line -> !line.isBlank())
        .sorted()
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the ids of all objects that are there, also of those that nothing names. */
  public Set<String> objects() {
    return ImmutableSet.copyOf(
        lines("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered"));
  }

  /** Returns everything of the user's that a run must not touch. */
  public UserState userState() {
    return UserState.of(this);
  }
}
