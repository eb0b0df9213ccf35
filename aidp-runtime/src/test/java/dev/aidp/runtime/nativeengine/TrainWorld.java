package dev.aidp.runtime.nativeengine;

import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.git.Changes;
import dev.aidp.git.Clashing;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Prediction;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A repository whose commits are sorted names of units; a branch may be pointed to green only. */
final class TrainWorld implements GitActivities, CommandActivities {

  private final List<Set<String>> red;
  private final ConcurrentSkipListMap<String, String> branches;

  TrainWorld(List<Set<String>> red, Map<String, String> branches) {
    this.red = red;
    this.branches = new ConcurrentSkipListMap<>(branches);
  }

  Map<String, String> branches() {
    return Map.copyOf(branches);
  }

  static boolean red(String tree, List<Set<String>> red) {
    return red.stream().anyMatch(units(tree)::containsAll);
  }

  @Override
  public JoinResult join(JoinRequest joining) {
    Set<String> tree = units(joining.onto());
    List<String> units = new ArrayList<>();
    List<TreeState> after = new ArrayList<>();
    for (JoinRequest.UnitHead tip : joining.joining()) {
      tree.add(tip.commit());
      units.add(tip.unit());
      after.add(state(tree));
    }
    return new JoinResult(state(tree), units, List.of(), null, after);
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    boolean green = !red(request.state().tree(), red);
    return new CheckReport(
        List.of(new CheckResult("test", green, green ? 0 : 1, "", "ref", 1)), List.of());
  }

  @Override
  public void publish(Work work, String branch, String commit, String replaces) {
    if (red(commit, red)) {
      throw new IllegalStateException("Red: " + commit);
    }
    branches.put(branch, commit);
  }

  @Override
  public Clashing predict(Prediction prediction) {
    return new Clashing(List.of(), true);
  }

  @Override
  public ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, ResolverScope scope) {
    throw new UnsupportedOperationException("nothing conflicts here");
  }

  @Override
  public void remember(Work work, List<Resolution> resolutions) {}

  @Override
  public TreeState open(Work work, String commit) {
    throw new UnsupportedOperationException("nobody works here");
  }

  @Override
  public TreeState resume(Work work, String commit, TreeState from) {
    return open(work, commit);
  }

  @Override
  public Changes changes(Work work, String from, String to) {
    return Changes.NONE;
  }

  @Override
  public String commit(Commit commit) {
    throw new UnsupportedOperationException("nobody works here");
  }

  @Override
  public @Nullable TreeState record(Work work) {
    return null;
  }

  @Override
  public void close(Work work) {}

  @Override
  public void tidy(Work work) {}

  private static TreeState state(Set<String> units) {
    String tree = String.join("+", units);
    return new TreeState(tree, tree);
  }

  private static Set<String> units(String tree) {
    return new TreeSet<>(List.of(tree.split("\\+")));
  }
}
