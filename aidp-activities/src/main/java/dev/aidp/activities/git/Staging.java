package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.layout.Owner;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the files of a working copy, as they lie there, into an index of Aidp's own. Used once.
 *
 * <p>Of the agent's index only this counts: which files it holds although they are ignored, which
 * it has let go of, and which it keeps out of the working copy.
 */
final class Staging {

  /** Git passes such a folder by, without a failure. */
  private static final Pattern CLOSED =
      Pattern.compile("^warning: could not open directory '(.*)': ", Pattern.MULTILINE);

  /** More names than this help nobody. */
  private static final int NAMED = 20;

  /** Repositories in repositories. */
  private static final int DEPTH = 20;

  private final Git git;
  private final Path worktree;
  private final Restored.Point from;
  private final Submodules submodules;
  private final PrivateRepository repository;
  private final LinkedFiles brought;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> closed = new LinkedHashSet<>();

  /**
   * Makes one.
   *
   * @param git with the index to fill, which holds what the working copy was put to or later
   * @param from what the working copy was last put to
   */
  Staging(
      Git git,
      Path worktree,
      Restored.Point from,
      Submodules submodules,
      PrivateRepository repository,
      LinkedFiles brought) {
    this.git = git;
    this.worktree = worktree;
    this.from = from;
    this.submodules = submodules;
    this.repository = repository;
    this.brought = brought;
  }

  /** Stages all files that are not ignored; returns false if git cannot. */
  boolean stage() {
    return staged().ok();
  }

  /** Stages all that git can keep; what it cannot is a fault. */
  void stageOrFail() {
    GitResult answer = staged();
    if (answer.ok()) {
      return;
    }
    List<String> paths = git.fields("ls-files", "-m", "-o", "--exclude-standard", "-z");
    for (String path : new LinkedHashSet<>(paths)) {
      Path file = worktree.resolve(path);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !keepable(file)) {
        faults.add(
            "`%s` is no file that git can keep (a pipe, a socket, a device, or unreadable%s): make it a file, or delete it."
                .formatted(path, Owner.of(file).orElse("")));
      }
    }
    if (faults.isEmpty()) {
      throw Git.failed(answer, "add", "-A");
    }
    git.run("add", "-A", "--sparse", "--ignore-errors");
  }

  private String passedBy(String path) {
    return "Nothing of `%s` is recorded, because it cannot be read%s. Remove it, or make it readable: sudo chown -R."
        .formatted(path, Owner.of(worktree.resolve(path)).orElse(""));
  }

  private static boolean keepable(Path file) {
    return Files.isSymbolicLink(file)
        || Files.isDirectory(file)
        || (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file));
  }

  private GitResult staged() {
    GitResult answer = git.run("add", "-A", "--sparse");
    CLOSED.matcher(answer.errors()).results().forEach(found -> closed.add(found.group(1)));
    return !answer.ok() && mended() ? staged() : answer;
  }

  private boolean mended() {
    boolean inner = new InnerRepositories(git, worktree).dissolve();
    boolean lost = new LostRepositories(worktree).dissolve();
    return inner || lost;
  }

  /** Corrects what was staged and returns it, with what a turn must be told of it. */
  Recording recording(OpenConflict conflict) {
    Staged staged = corrected();
    List<String> warnings = new ArrayList<>();
    closed.forEach(path -> warnings.add(passedBy(path)));
    submodules.look(staged.changes(), faults, warnings);
    faults.addAll(conflict.undecided(staged.changes()));
    return new Recording(
        staged.tree(), faults.subList(0, Math.min(NAMED, faults.size())), warnings, staged.whole());
  }

  /** Corrects what was staged and returns its tree. */
  String tree() {
    return corrected().tree();
  }

  /**
   * What was staged.
   *
   * @param tree its tree
   * @param changes how it differed from what the working copy was put to, before it was corrected
   * @param whole whether it is all that there is, and as it is
   */
  private record Staged(String tree, ImmutableList<RawChange> changes, boolean whole) {}

  private Staged corrected() {
    ImmutableMap<String, Boolean> theirs =
        from.untouched(worktree) ? ImmutableMap.of() : agentsIndex();
    Staged staged = written(theirs.keySet());
    for (int i = 0; i < DEPTH && dissolved(staged.changes()); i++) {
      stageOrFail();
      staged = written(theirs.keySet());
    }
    return putBack(staged.changes(), theirs)
        ? new Staged(git.text("write-tree"), staged.changes(), false)
        : staged;
  }

  private Staged written(Set<String> theirs) {
    if (!theirs.isEmpty()) {
      takeForced(theirs);
    }
    brought.drop(git, from.tree());
    String tree = git.text("write-tree");
    return new Staged(
        tree,
        new Objects(git)
            .differences(from.tree(), tree).stream()
                .map(RawChange::of)
                .collect(ImmutableList.toImmutableList()),
        closed.isEmpty() && faults.isEmpty());
  }

  /** Makes plain folders of repositories that an agent has made; returns whether there were any. */
  private boolean dissolved(List<RawChange> changes) {
    List<String> inner =
        changes.stream().filter(RawChange::newSubmodule).map(RawChange::path).toList();
    if (inner.isEmpty()) {
      return false;
    }
    Set<String> named = SubmoduleNames.read(git, worktree).byPath().keySet();
    List<String> plain = inner.stream().filter(path -> !named.contains(path)).toList();
    if (plain.isEmpty()) {
      return false;
    }
    git.reading(lines(plain)).done("update-index", "--force-remove", "-z", "--stdin");
    return new InnerRepositories(git, worktree).dissolve();
  }

  /** Returns each path of the agent's index, and whether it is kept out of the working copy. */
  private ImmutableMap<String, Boolean> agentsIndex() {
    Path index = repository.gitDir().resolve("index");
    if (!Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS)
        || !repository.buildsOn(from.head())) {
      return ImmutableMap.of();
    }
    GitResult answer = git.with("GIT_INDEX_FILE", index.toString()).run("ls-files", "-v", "-z");
    Map<String, Boolean> paths = new LinkedHashMap<>();
    if (answer.ok()) {
      // "S path", in lower case where it is also assumed to be unchanged.
      answer
          .fields()
          .forEach(line -> paths.put(line.substring(2), "Ss".indexOf(line.charAt(0)) >= 0));
    }
    return ImmutableMap.copyOf(paths);
  }

  /** Ignored files that the agent has added all the same; tracked ones that it has untracked. */
  private void takeForced(Set<String> theirs) {
    Set<String> ours = new LinkedHashSet<>(git.fields("ls-files", "-z"));
    List<String> added =
        theirs.stream().filter(path -> !ours.contains(path) && isFile(path)).toList();
    if (!added.isEmpty()) {
      git.reading(lines(added)).run("update-index", "--add", "-z", "--stdin");
    }
    if (ours.stream().anyMatch(path -> !theirs.contains(path) && isFile(path))) {
      List<String> left =
          git.fields("ls-files", "-i", "-c", "--exclude-standard", "-z").stream()
              .filter(path -> !theirs.contains(path))
              .toList();
      if (!left.isEmpty()) {
        git.reading(lines(left)).done("update-index", "--force-remove", "-z", "--stdin");
      }
    }
  }

  private boolean isFile(String path) {
    Path file = worktree.resolve(path);
    return Files.isSymbolicLink(file) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** What nobody has altered keeps what it was; returns whether there is any. */
  private boolean putBack(List<RawChange> changes, Map<String, Boolean> theirs) {
    Set<RawChange> back = new LinkedHashSet<>();
    changes.stream()
        .filter(change -> change.deleted() && theirs.getOrDefault(change.path(), false))
        .forEach(back::add);
    back.addAll(new Unaltered(git, worktree).among(from.tree(), changes));
    if (!back.isEmpty()) {
      StringBuilder lines = new StringBuilder();
      back.forEach(
          change ->
              lines
                  .append(change.oldMode())
                  .append(' ')
                  .append(change.oldId())
                  .append('\t')
                  .append(change.path())
                  .append('\0'));
      git.reading(lines.toString()).done("update-index", "-z", "--index-info");
    }
    return !back.isEmpty();
  }

  private static String lines(List<String> paths) {
    return String.join("\0", paths) + "\0";
  }
}
