package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the tips join without a merge by git, because they touch nothing that others have
 * touched. All differences are read by one git for many tips.
 */
final class TipChanges {

  /** Each root costs a comparison with the whole branch: beyond these, git merges. */
  private static final int ROOTS = 50;

  private final Objects objects;
  private final String onto;

  /** What the branch differs in from each commit that tips began from. */
  private final Map<String, Touched> roots = new LinkedHashMap<>();

  /** From which of the roots those that joined without git began. */
  private final Map<String, String> rootOf = new LinkedHashMap<>();

  /** What has joined since. */
  private final Touched sinceThen = new Touched(ImmutableList.of());

  TipChanges(Git git, String onto) {
    this.objects = new Objects(git);
    this.onto = onto;
  }

  /**
   * A tip about to join.
   *
   * @param tip the tip
   * @param strategy how it joins
   * @param commits its own commits, parents first
   * @param begins the commits of the history that these stand on
   */
  record Part(
      UnitHead tip,
      Strategy strategy,
      ImmutableList<OwnCommit> commits,
      ImmutableList<String> begins) {

    /** Returns whether each of its commits is put on top by itself. */
    boolean rebased() {
      return strategy == Strategy.REBASE || strategy == Strategy.SEQUENTIAL_REBASE;
    }

    boolean inLine() {
      return begins.size() == 1 && (!rebased() || OwnCommit.inLine(commits));
    }

    /** Returns what is compared: pairs of a commit and what it is compared with. */
    List<String> pairs() {
      return !inLine()
          ? List.of()
          : rebased()
              ? commits.stream().map(each -> each.id() + " " + each.parents().get(0)).toList()
              : List.of(tip.commit() + " " + begins.get(0));
    }
  }

  /** Returns the changes of each of {@code parts}: of each commit if it is rebased, else of all. */
  Map<Part, List<List<PathChange>>> read(List<Part> parts) {
    List<String> fresh =
        parts.stream()
            .filter(Part::inLine)
            .map(part -> part.begins().get(0))
            .distinct()
            .filter(begin -> !roots.containsKey(begin) && !rootOf.containsKey(begin))
            .filter(begin -> parts.stream().noneMatch(part -> part.tip().commit().equals(begin)))
            .limit(Math.max(0, ROOTS - roots.size()))
            .toList();
    List<String> pairs = new ArrayList<>();
    fresh.forEach(root -> pairs.add(onto + " " + root));
    parts.forEach(part -> pairs.addAll(part.pairs()));
    List<List<PathChange>> all = objects.differences(pairs);
    for (int i = 0; i < fresh.size(); i++) {
      roots.put(fresh.get(i), new Touched(all.get(i)));
    }
    Map<Part, List<List<PathChange>>> changes = new LinkedHashMap<>();
    int from = fresh.size();
    for (Part part : parts) {
      int to = from + part.pairs().size();
      changes.put(part, all.subList(from, to));
      from = to;
    }
    return changes;
  }

  /** Takes in what changed from {@code before} to {@code after}, two states of the branch. */
  void moved(String before, String after) {
    sinceThen.add(objects.differences(List.of(after + " " + before)).get(0));
  }

  /** Takes in the changes of a part that joined without git. */
  void joined(Part part, List<List<PathChange>> changes) {
    changes.forEach(sinceThen::add);
    root(part).ifPresent(root -> rootOf.put(part.tip().commit(), root));
  }

  /** Returns whether {@code part} joins by its {@code changes} alone. */
  boolean apart(Part part, List<List<PathChange>> changes) {
    Optional<Touched> root = root(part).map(roots::get);
    return root.isPresent()
        && changes.stream()
            .allMatch(each -> root.get().apartFrom(each) && sinceThen.apartFrom(each));
  }

  private Optional<String> root(Part part) {
    if (!part.inLine()) {
      return Optional.empty();
    }
    String begin = part.begins().get(0);
    return roots.containsKey(begin) ? Optional.of(begin) : Optional.ofNullable(rootOf.get(begin));
  }
}
