package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.Conflict;
import dev.aidp.git.Joined;
import dev.aidp.git.Joining;
import dev.aidp.git.Joining.Tip;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins tips one after the other, in the object store. Done again it makes the same commits: their
 * dates come from what they join.
 */
final class Join {

  private final Git git;
  private final Objects objects;
  private final Snapshots snapshots;
  private final Joining joining;
  private final ImmutableMap<String, String> identity;
  private final boolean sign;

  private final List<Tip> joined;
  private final List<String> units = new ArrayList<>();
  private final List<Conflict> settled = new ArrayList<>();
  private final List<TreeState> after = new ArrayList<>();
  private String onto;

  Join(Git git, Joining joining, ImmutableMap<String, String> identity, boolean sign) {
    this.git = git;
    this.objects = new Objects(git);
    this.snapshots = new Snapshots(git);
    this.joining = joining;
    this.identity = identity;
    this.sign = sign;
    this.joined = new ArrayList<>(joining.joined());
    this.onto = joining.onto();
  }

  Joined perform() {
    Optional<Conflict> conflict = Optional.empty();
    for (Tip tip : joining.joining()) {
      conflict = add(tip);
      if (conflict.isPresent()) {
        break;
      }
      joined.add(tip);
      units.add(tip.unit());
      after.add(objects.state(onto));
    }
    if (!onto.equals(joining.onto())) {
      snapshots.keep(joining.work(), onto);
    }
    conflict.ifPresent(stopped -> snapshots.keep(joining.work(), stopped.marked()));
    return new Joined(objects.state(onto), units, settled, conflict.orElse(null), after);
  }

  private Optional<Conflict> add(Tip tip) {
    if (objects.ancestor(tip.commit(), onto)) {
      return Optional.empty();
    }
    // Only in the result has each unit a merge commit of its own.
    if (!joining.work().unit().equals(Work.MERGE) && objects.ancestor(onto, tip.commit())) {
      onto = tip.commit();
      return Optional.empty();
    }
    Trial trial = Trial.merge(git, onto, tip.commit());
    if (trial.clean()) {
      onto = merged(trial.tree(), tip);
      return Optional.empty();
    }
    Conflict conflict =
        new Conflict(tip.unit(), clashing(tip, trial), trial.files(), trial.tree(), trial.key());
    Optional<Resolution> known =
        joining.resolutions().stream()
            .filter(resolution -> resolution.key().equals(conflict.key()))
            .findFirst();
    if (known.isEmpty()) {
      return Optional.of(conflict);
    }
    settled.add(conflict);
    onto = merged(new Resolutions(git).apply(trial.tree(), known.get()), tip);
    return Optional.empty();
  }

  private String merged(String tree, Tip tip) {
    Work work = joining.work();
    String effect = work.effect("join-" + tip.unit());
    Map<String, String> environment = new LinkedHashMap<>(identity);
    String date = "@" + Math.max(seconds(onto), seconds(tip.commit())) + " +0000";
    environment.put("GIT_AUTHOR_DATE", date);
    environment.put("GIT_COMMITTER_DATE", date);
    String message = CommitMessage.ofMerge(work, tip.unit(), effect);
    return objects.commit(tree, List.of(onto, tip.commit()), message, environment, sign);
  }

  private long seconds(String commit) {
    return Long.parseLong(git.text("log", "-1", "--format=%ct", commit));
  }

  /**
   * Those whose own work conflicts in the same files; else those who changed these files at all.
   */
  private List<String> clashing(Tip tip, Trial trial) {
    ImmutableSet<String> files = ImmutableSet.copyOf(trial.files());
    List<String> clashing =
        joined.stream()
            .filter(
                other ->
                    Trial.merge(git, other.commit(), tip.commit()).files().stream()
                        .anyMatch(files::contains))
            .map(Tip::unit)
            .toList();
    return clashing.isEmpty()
        ? joined.stream().filter(other -> changedAny(other, tip, files)).map(Tip::unit).toList()
        : clashing;
  }

  private boolean changedAny(Tip other, Tip tip, ImmutableSet<String> files) {
    var base = git.run("merge-base", other.commit(), tip.commit());
    return base.ok()
        && objects.changed(base.line(), other.commit()).stream().anyMatch(files::contains);
  }
}
