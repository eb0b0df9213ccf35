package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.TipChanges.Part;
import dev.aidp.activities.git.TipHistory.Brought;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins tips one after the other, in the object store. Done again it makes the same commits: their
 * dates come from what they join.
 *
 * <p>A tip that touches nothing that others have touched needs no merge: its changes are put on top
 * together with those of its neighbours by one git ({@link TipChanges}, {@link GrowingBranch}). All
 * others git merges, as it would in a checkout.
 */
final class Join {

  /** Tips whose differences are in memory at once. */
  private static final int AT_ONCE = 200;

  private final Git git;
  private final Objects objects;
  private final Snapshots snapshots;
  private final JoinRequest joining;
  private final JoinMessages messages;
  private final boolean sign;
  private final ResolutionMemory memory;

  private final TipHistory history;
  private final TipChanges changes;
  private final PickedBefore picked;
  private final GrowingBranch branch;
  private final AttributeFiles attributes;

  private final List<UnitHead> joined;
  private final List<String> units = new ArrayList<>();
  private final List<Conflict> settled = new ArrayList<>();
  private @Nullable String unseen;

  Join(Git git, JoinRequest joining, Identity identity, boolean sign, ResolutionMemory memory) {
    this.memory = memory;
    this.git = git;
    this.objects = new Objects(git);
    this.snapshots = new Snapshots(git);
    this.joining = joining;
    this.messages = new JoinMessages(joining.work(), identity);
    this.sign = sign;
    this.history = TipHistory.read(git, joining);
    this.changes = new TipChanges(git, history.onto().id());
    this.picked = new PickedBefore(git, history.onto().id());
    this.branch = new GrowingBranch(git, history.onto(), sign);
    this.attributes = new AttributeFiles(git);
    this.joined = new ArrayList<>(joining.joined());
  }

  JoinResult perform() {
    try (attributes) {
      Optional<Conflict> conflict = Optional.empty();
      for (List<UnitHead> some : Lists.partition(joining.joining(), AT_ONCE)) {
        conflict = addAll(some);
        if (conflict.isPresent()) {
          break;
        }
      }
      if (!branch.at(joining.onto())) {
        snapshots.keep(joining.work(), branch.commit());
      }
      conflict.ifPresent(
          stopped -> {
            snapshots.keep(joining.work(), stopped.marked());
            Optional.ofNullable(stopped.entries())
                .ifPresent(entries -> snapshots.keep(joining.work(), entries));
          });
      return new JoinResult(branch.state(), units, settled, conflict.orElse(null), branch.marked());
    }
  }

  private Optional<Conflict> addAll(List<UnitHead> tips) {
    List<Part> parts = tips.stream().map(this::part).toList();
    Map<Part, List<List<PathChange>>> each = changes.read(parts);
    picked.read(parts);
    for (Part part : parts) {
      Optional<Conflict> conflict = add(part, each.getOrDefault(part, ImmutableList.of()));
      if (conflict.isPresent()) {
        return conflict;
      }
      picked.joined(part, each.getOrDefault(part, ImmutableList.of()));
      joined.add(part.tip());
      units.add(part.tip().unit());
      branch.mark();
    }
    return Optional.empty();
  }

  private Part part(UnitHead tip) {
    Brought brought = history.brought(tip.commit());
    history.join(brought.commits());
    return new Part(tip, joining.strategyOf(tip), brought.commits(), brought.begins());
  }

  private Optional<Conflict> add(Part part, List<List<PathChange>> own) {
    if (part.commits().isEmpty()) {
      return Optional.empty();
    }
    // Only in the result has each unit a merge commit of its own.
    if (!joining.work().unit().equals(Work.MERGE) && part.begins().stream().anyMatch(branch::at)) {
      moved();
      branch.forward(last(part));
      return Optional.empty();
    }
    boolean attributed =
        !part.inLine()
            || own.stream()
                .flatMap(List::stream)
                .anyMatch(change -> PathChange.ofAttributes(change.path()));
    Optional<Conflict> conflict = Optional.empty();
    ImmutableSet<String> had = picked.of(part, own, branch);
    if (had.isEmpty() && apart(part, own)) {
      sum(part, own);
      changes.joined(part, own);
    } else {
      int before = settled.size();
      TreeState began = branch.state();
      moved();
      conflict = part.rebased() ? replayed(part, had) : merged(part);
      if (conflict.isPresent()) {
        settled.subList(before, settled.size()).clear();
        branch.back(began);
      }
    }
    if (attributed) {
      attributes.outdated();
    }
    return conflict;
  }

  /** From here on the branch moves in a way that is looked at only if somebody asks. */
  private void moved() {
    if (unseen == null) {
      unseen = branch.commit();
    }
  }

  private boolean apart(Part part, List<List<PathChange>> own) {
    if (sign || !part.inLine()) {
      return false;
    }
    if (unseen != null) {
      changes.moved(unseen, branch.commit());
      unseen = null;
    }
    return changes.apart(part, own);
  }

  private void sum(Part part, List<List<PathChange>> own) {
    if (!part.rebased()) {
      List<PathChange> all = own.get(0);
      long seconds = Math.max(branch.seconds(), last(part).seconds());
      if (part.strategy() == Strategy.MERGE || !all.isEmpty()) {
        branch.add(all, messages.of(part, seconds), seconds);
      }
      return;
    }
    for (int i = 0; i < own.size(); i++) {
      OwnCommit commit = part.commits().get(i);
      if (branch.at(commit.parents().get(0))) {
        branch.forward(commit);
      } else {
        long seconds = Math.max(branch.seconds(), commit.seconds());
        branch.add(own.get(i), messages.again(commit, seconds), seconds);
      }
    }
  }

  private Optional<Conflict> merged(Part part) {
    String ours = rewritten(part) ? branch.standingOn(part.begins()) : branch.commit();
    Side side = side(part, ours, part.tip().commit());
    if (side.conflict() != null) {
      return Optional.of(side.conflict());
    }
    long seconds = Math.max(branch.seconds(), last(part).seconds());
    if (part.strategy() == Strategy.MERGE || !side.tree().equals(branch.tree())) {
      branch.put(side.tree(), messages.of(part, seconds), seconds);
    }
    return Optional.empty();
  }

  /** After a squash or rebase the branch does not have in its history what has joined. */
  private boolean rewritten(Part part) {
    return part.strategy() != Strategy.MERGE
        || joined.stream().anyMatch(tip -> joining.strategyOf(tip) != Strategy.MERGE);
  }

  private Optional<Conflict> replayed(Part part, ImmutableSet<String> had) {
    for (OwnCommit commit : part.commits()) {
      if (commit.parents().size() == 1 && branch.at(commit.parents().get(0))) {
        branch.forward(commit);
      } else if (!commit.merge() && !had.contains(commit.id())) {
        Side side = side(part, branch.standingOn(commit.parents()), commit.id());
        if (side.conflict() != null) {
          return Optional.of(side.conflict());
        }
        put(commit, side.tree());
      }
    }
    return Optional.empty();
  }

  /** A commit of which nothing is left is dropped, unless it was made so. */
  private void put(OwnCommit commit, String tree) {
    if (!tree.equals(branch.tree()) || objects.empty(commit)) {
      long seconds = Math.max(branch.seconds(), commit.seconds());
      branch.put(tree, messages.again(commit, seconds), seconds);
    }
  }

  /** The tree of a merge, or why there is none. */
  private record Side(String tree, @Nullable Conflict conflict) {}

  private Side side(Part part, String ours, String theirs) {
    UnitHead tip = part.tip();
    Git here = attributes.of(branch.commit());
    Trial trial = Trial.merge(here, ours, theirs);
    if (trial.clean()) {
      return new Side(trial.tree(), null);
    }
    Conflict conflict = ConflictSides.conflict(git, tip, ours, trial, clashing(here, tip, trial));
    Optional<Resolution> known = memory.known(joining, conflict);
    if (known.isEmpty()) {
      return new Side(trial.tree(), conflict);
    }
    settled.add(conflict);
    return new Side(new Resolutions(git).apply(trial.tree(), known.get()), null);
  }

  /**
   * Those whose own work conflicts in the same files; else those who changed these files at all.
   */
  private List<UnitHead> clashing(Git here, UnitHead tip, Trial trial) {
    ImmutableSet<String> files = names(trial);
    List<UnitHead> clashing =
        joined.stream()
            .filter(
                other ->
                    names(Trial.merge(here, other.commit(), tip.commit())).stream()
                        .anyMatch(files::contains))
            .toList();
    return clashing.isEmpty()
        ? joined.stream().filter(other -> changedAny(other, tip, files)).toList()
        : clashing;
  }

  private boolean changedAny(UnitHead other, UnitHead tip, ImmutableSet<String> files) {
    var base = git.run("merge-base", other.commit(), tip.commit());
    return base.ok()
        && objects.changed(base.line(), other.commit()).stream()
            .anyMatch(path -> files.stream().anyMatch(file -> meets(path, file)));
  }

  private static boolean meets(String path, String file) {
    return path.equals(file) || path.startsWith(file + "/");
  }

  private static ImmutableSet<String> names(Trial trial) {
    return trial.files().stream().map(Conflict::name).collect(ImmutableSet.toImmutableSet());
  }

  private static OwnCommit last(Part part) {
    return part.commits().get(part.commits().size() - 1);
  }
}
