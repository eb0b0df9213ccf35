package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.TreeState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A commit and those that are put on top of it, one after the other. Commits whose changes are
 * known path by path wait and are made by one git for all of them; no ref points to any.
 */
final class GrowingBranch {

  /*
   * From so many objects on a pack is written. Loose, each object is waited for until it is on the
   * disk, some milliseconds; a pack is waited for once, but too many of them slow git down: that is
   * why the few objects of a small join stay loose.
   */
  private static final String PACKING = "fastimport.unpackLimit=20";

  private final Git git;
  private final boolean sign;

  /** Never written: each stream that names it takes it back at its end. */
  private final String ref = "refs/aidp/joining/" + UUID.randomUUID();

  private String commit;
  private String tree;
  private long seconds;

  private final StringBuilder waiting = new StringBuilder();
  private int count;

  private final List<TreeState> marked = new ArrayList<>();

  /** Which of those that wait are marked. */
  private final List<Integer> toMark = new ArrayList<>();

  GrowingBranch(Git git, OwnCommit onto, boolean sign) {
    this.git = git;
    this.sign = sign;
    this.commit = onto.id();
    this.tree = onto.tree();
    this.seconds = onto.seconds();
  }

  /** Returns its tip. */
  String commit() {
    flush();
    return commit;
  }

  /** Returns the tree of its tip. */
  String tree() {
    flush();
    return tree;
  }

  /** Returns its tip, whole. */
  TreeState state() {
    return new TreeState(tree(), commit());
  }

  /** Keeps in mind what its tip is now. */
  void mark() {
    if (count == 0) {
      marked.add(state());
    } else {
      toMark.add(count);
    }
  }

  /** Returns what was marked, in order. */
  List<TreeState> marked() {
    flush();
    return marked;
  }

  /** Returns when its tip was committed. */
  long seconds() {
    return seconds;
  }

  /** Returns whether its tip is {@code other}, without making what waits. */
  boolean at(String other) {
    return count == 0 && commit.equals(other);
  }

  /** Makes {@code next}, which stands on the tip, the tip. */
  void forward(OwnCommit next) {
    commit = next.id();
    tree = next.tree();
    seconds = next.seconds();
  }

  /** Gives up what was put on top of {@code state}. */
  void back(TreeState state) {
    flush();
    commit = state.head();
    tree = state.tree();
  }

  /** Puts a commit with the tree {@code next} on top. */
  void put(String next, NewCommit made, long at) {
    String parent = commit();
    List<String> parents =
        ImmutableList.<String>builder().add(parent).addAll(made.merged()).build();
    Objects objects = new Objects(git);
    commit =
        sign
            ? objects.signed(next, parents, NewCommit.text(made.message()), made.environment())
            : objects.commit(made, next, parent);
    tree = next;
    seconds = at;
  }

  private String stored(String text) {
    return new Objects(git).write("commit", text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns a commit with the tip's tree that stands on {@code parents} only: merged with something
   * that stands on these too, they are what both began from.
   */
  String standingOn(Collection<String> parents) {
    // As young as the branch: git looks for what two commits have in common from the youngest on.
    String aidp = "aidp <aidp@localhost> " + seconds + " +0000";
    StringBuilder text = new StringBuilder("tree " + tree() + "\n");
    parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
    return stored(text + "author " + aidp + "\ncommitter " + aidp + "\n\naidp side\n");
  }

  /** Puts a commit with {@code changes} to the tip's tree on top, later. */
  void add(Collection<PathChange> changes, NewCommit made, long at) {
    boolean first = count == 0;
    count++;
    waiting.append("commit ").append(ref).append("\nmark :").append(count);
    waiting.append("\nauthor ").append(made.author());
    waiting.append("\ncommitter ").append(made.committer());
    waiting.append("\ndata ").append(made.message().length()).append('\n').append(made.message());
    if (first) {
      waiting.append("\nfrom ").append(commit);
    }
    made.merged().forEach(each -> waiting.append("\nmerge ").append(each));
    waiting.append('\n');
    // Removals first: a file may come where a folder was.
    Stream.concat(
            changes.stream().filter(PathChange::deleted).map(each -> "D " + quoted(each.path())),
            changes.stream()
                .filter(each -> !each.deleted())
                .map(each -> "M " + each.after() + " " + quoted(each.path())))
        .forEach(line -> waiting.append(line).append('\n'));
    waiting.append('\n');
    seconds = at;
  }

  private static String quoted(String path) {
    return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    toMark.forEach(this::ask);
    ask(count);
    waiting.append("reset ").append(ref).append("\nfrom ").append("0".repeat(commit.length()));
    waiting.append("\n\ndone\n");
    Iterator<String> said =
        git.readingOctets(waiting.toString())
            .text("-c", PACKING, "fast-import", "--quiet", "--done", "--date-format=raw-permissive")
            .lines()
            .iterator();
    toMark.forEach(each -> marked.add(answer(said)));
    TreeState last = answer(said);
    commit = last.head();
    tree = last.tree();
    waiting.setLength(0);
    toMark.clear();
    count = 0;
  }

  private void ask(int number) {
    waiting.append("get-mark :").append(number).append("\nls :").append(number).append(" \"\"\n");
  }

  /** A line with the commit, then {@code MODE tree ID\t}. */
  private static TreeState answer(Iterator<String> said) {
    String head = said.next();
    return new TreeState(said.next().split("[ \t]", -1)[2], head);
  }
}
