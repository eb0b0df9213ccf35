package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Bytes;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.process.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The repository of a working copy, an agent's to do with as it likes. It borrows the objects of
 * {@code lender} and has copies of its settings and of its branches, tags and remotes; nothing that
 * is done in it reaches the lender. Aidp reads no more of it than HEAD and which paths its index
 * holds, and puts it in order before each turn.
 *
 * @param gitDir its {@code .git} folder
 * @param lender the git folder whose objects it borrows
 * @param template what Aidp keeps to put it in order with: a folder that agents do not work in
 */
record PrivateRepository(Path gitDir, Path lender, Path template) {

  /** What an operation that an agent began and never ended leaves, and what would lead git away. */
  private static final ImmutableList<String> UNFINISHED =
      ImmutableList.of(
          "index.lock",
          "HEAD.lock",
          "config.lock",
          "packed-refs.lock",
          "MERGE_HEAD",
          "MERGE_MSG",
          "MERGE_MODE",
          "MERGE_RR",
          "AUTO_MERGE",
          "SQUASH_MSG",
          "CHERRY_PICK_HEAD",
          "REVERT_HEAD",
          "REBASE_HEAD",
          "BISECT_LOG",
          "BISECT_START",
          "rebase-merge",
          "rebase-apply",
          "sequencer",
          "commondir",
          "config.worktree",
          "info/sparse-checkout");

  private static final String CONFIG = "config";
  private static final String REFS = "packed-refs";
  private static final String HEAD = "HEAD";
  private static final ImmutableList<String> INFO =
      ImmutableList.of("info/exclude", "info/attributes", "shallow");

  /** Reads settings and refs of the lender anew; {@link #settle} uses them from then on. */
  void readLender() {
    Git git = Git.in(lender);
    write(template.resolve(CONFIG), PrivateConfig.of(git, lender));
    String refs =
        new RefFiles(lender)
            .all(Branches.UNITS)
            .map(PrivateRepository::lines)
            .orElseGet(() -> listed(git));
    write(template.resolve(REFS), "# pack-refs with: sorted \n" + refs);
  }

  private static String lines(Map<String, String> refs) {
    StringBuilder lines = new StringBuilder();
    refs.forEach((name, object) -> lines.append(object + " " + name + "\n"));
    return lines.toString();
  }

  /** Of those of units there may be thousands, in each of as many working copies. */
  private static String listed(Git git) {
    return git.text(
            "for-each-ref",
            "--format=%(objectname) %(refname)",
            "refs/heads",
            "refs/tags",
            "refs/remotes",
            "refs/notes",
            "refs/replace")
        .lines()
        .filter(line -> !line.contains(" " + Branches.UNITS + "/"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Makes it, or puts it in order, whatever was done to it: HEAD detached at {@code head}, the
   * index a copy of {@code index}, the settings as they were, nothing unfinished. Its own refs,
   * stash and hooks stay.
   */
  void settle(String head, Path index) {
    try {
      boolean fresh = !whole();
      if (fresh) {
        Removal.of(gitDir);
      }
      for (String folder : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags")) {
        Files.createDirectories(gitDir.resolve(folder));
      }
      Files.createDirectories(gitDir.resolve("info"));
      if (!Files.exists(template.resolve(CONFIG))) {
        readLender();
      }
      replace(gitDir.resolve(HEAD), head + "\n");
      replace(gitDir.resolve("objects/info/alternates"), line(lender.resolve("objects")));
      copy(template.resolve(CONFIG), gitDir.resolve(CONFIG));
      if (fresh) {
        copy(template.resolve(REFS), gitDir.resolve(REFS));
        for (String name : INFO) {
          copy(lender.resolve(name), gitDir.resolve(name));
        }
      }
      UNFINISHED.forEach(name -> Removal.of(gitDir.resolve(name)));
      copy(index, gitDir.resolve("index"));
    } catch (IOException e) {
      throw Storage.failed("The repository " + gitDir + " cannot be made", e);
    }
  }

  private static String line(Path objects) {
    String path = objects.toString();
    return path.contains("\n")
        ? '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"\n"
        : path + "\n";
  }

  /** Has its git ignore what {@code patterns} name, too. */
  void ignore(Collection<String> patterns) {
    Path file = gitDir.resolve("info/exclude");
    try {
      boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
      byte[] before = there ? Files.readAllBytes(file) : new byte[0];
      List<String> known = new String(before, StandardCharsets.UTF_8).lines().toList();
      List<String> more = patterns.stream().filter(each -> !known.contains(each)).toList();
      if (!more.isEmpty()) {
        String text = "\n" + String.join("\n", more) + "\n";
        replace(file, Bytes.concat(before, text.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }

  /** Returns whether there is a folder that git takes for a repository of its own. */
  private boolean whole() {
    return Files.isDirectory(gitDir, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(gitDir.resolve(REFS), LinkOption.NOFOLLOW_LINKS)
        && List.of("objects", "objects/info", "objects/pack", "refs", "refs/heads", "info").stream()
            .map(gitDir::resolve)
            .allMatch(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
  }

  /** Makes it know that the working copy has a part of the tree only. */
  void thin(Sparse sparse) {
    try {
      Path config = gitDir.resolve(CONFIG);
      String more =
          "[core]\n\tsparseCheckout = true\n\tsparseCheckoutCone = " + sparse.cone() + "\n";
      replace(config, Files.readString(config) + more);
      Files.writeString(
          gitDir.resolve("info/sparse-checkout"), sparse.patterns(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Storage.failed("The repository " + gitDir + " cannot be made", e);
    }
  }

  /** Lets HEAD stand at {@code commit}, detached. */
  void detach(String commit) {
    if (Files.isDirectory(gitDir, LinkOption.NOFOLLOW_LINKS) && !head().equals(commit)) {
      try {
        replace(gitDir.resolve(HEAD), commit + "\n");
      } catch (IOException e) {
        throw Storage.failed("The file " + gitDir.resolve(HEAD) + " cannot be written", e);
      }
    }
  }

  /** Returns what its HEAD says, without asking git; empty where that cannot be read. */
  String head() {
    try {
      return new String(Files.readAllBytes(gitDir.resolve(HEAD)), StandardCharsets.ISO_8859_1)
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the commit that its HEAD stands on, if there is one. */
  Optional<String> commit() {
    if (!Files.isDirectory(gitDir, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    GitResult answer = Git.in(gitDir).run("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
    return answer.ok() ? Optional.of(answer.line()) : Optional.empty();
  }

  /** Returns whether its HEAD is {@code commit} or one that was made on top of it. */
  boolean buildsOn(String commit) {
    return Files.isDirectory(gitDir, LinkOption.NOFOLLOW_LINKS)
        && (head().equals(commit)
            || Git.in(gitDir).run("merge-base", "--is-ancestor", commit, "HEAD").ok());
  }

  /** Copies the commit at HEAD and what it needs to the lender, kept there by {@code ref}. */
  boolean give(String ref) {
    boolean given = fetched(ref);
    if (given) {
      LfsObjects.give(gitDir, lender);
    }
    return given;
  }

  private boolean fetched(String ref) {
    String[] words =
        ImmutableList.<String>builder()
            .addAll(Git.FETCH)
            .add(gitDir.toString(), "+HEAD:" + ref)
            .build()
            .toArray(String[]::new);
    return Git.in(lender).set("protocol.file.allow=always").run(words).ok();
  }

  /** Writes a file anew, so that a link which an agent put in its place leads nowhere. */
  private static void replace(Path file, String text) throws IOException {
    replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void replace(Path file, byte[] text) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      Removal.of(file);
    }
    PrivateFiles.replace(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try {
      Path part = to.resolveSibling(to.getFileName() + ".aidp");
      Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
      if (!Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
        Removal.of(to);
      }
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      Removal.of(to); // the lender has none
    }
  }

  private static void write(Path file, String text) {
    try {
      PrivateFiles.folderOf(file);
      replace(file, text);
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }
}
