package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport.Flaky;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks on trees, side by side in clean checkouts, each tree once. Its steps are {@code
 * gate-1/checks}, {@code gate-2/checks} ….
 */
final class Gates {

  /** Trees that are tested side by side at most: each has a clean checkout of its own. */
  static final int MOST = 4;

  private final WorkflowContext context;
  private final Steering steering;
  private final MergeWork request;

  /**
   * A tree that shall be tested.
   *
   * @param state the tree
   * @param units who is in it: their own checks run too
   * @param again whether it is tested though it is known
   */
  record Gate(TreeState state, ImmutableList<String> units, boolean again) {

    private Known known() {
      return new Known(state.tree(), ImmutableSortedSet.copyOf(units));
    }
  }

  /** What makes a tree the same: its content, and whose checks run on it. */
  private record Known(String tree, ImmutableSortedSet<String> units) {}

  private final Map<Known, CheckReport> known = new LinkedHashMap<>();
  private final Map<ImmutableSortedSet<String>, CheckReport> red = new LinkedHashMap<>();
  private final List<Flaky> flaky = new ArrayList<>();
  private int started;
  private int ran;
  private int places;

  Gates(WorkflowContext context, Steering steering, MergeWork request) {
    this.context = context;
    this.steering = steering;
    this.request = request;
  }

  /** Returns how many trees are tested side by side. */
  static int wide(MergeWork request) {
    return Math.min(MOST, request.settings().limits().maxParallel());
  }

  /** Tests the trees, at most {@link #wide}; then {@link #green} knows them, unless cancelled. */
  void test(List<Gate> gates) {
    List<Gate> fresh =
        gates.stream().filter(gate -> gate.again() || !known.containsKey(gate.known())).toList();
    List<Promise<CheckReport>> runs = new ArrayList<>();
    for (Gate gate : fresh) {
      started++;
      places = Math.max(places, runs.size() + 1);
      ChecksRequest checks = request(gate, runs.size() + 1);
      runs.add(context.async("gate-" + started, () -> check(checks)));
    }
    runs.forEach(Promise::outcome);
    if (!steering.cancelled()) {
      for (int i = 0; i < runs.size(); i++) {
        tested(fresh.get(i), runs.get(i).get());
      }
    }
  }

  private CheckReport check(ChecksRequest checks) {
    CommandActivities command = context.steps(CommandActivities.class, Step.command().once());
    Outcome<CheckReport> report = context.until(steering::cancelled, () -> command.checks(checks));
    return report.orThrow();
  }

  private void tested(Gate gate, CheckReport report) {
    if (!report.results().isEmpty() && !report.reused()) {
      ran++;
      steering.used(Usage.CLEAN_RUN);
    }
    CheckReport before = known.put(gate.known(), report);
    if (!report.green()) {
      red.put(gate.known().units(), report);
    } else if (before != null && !before.green()) {
      flaky.add(new Flaky(gate.units(), gate.state().tree(), failing(before)));
    }
  }

  /** Returns whether the tree is green; it was tested. */
  boolean green(Gate gate) {
    return report(gate).green();
  }

  /** Returns what the checks came to on the tree; it was tested. */
  CheckReport report(Gate gate) {
    CheckReport report = known.get(gate.known());
    if (report == null) {
      throw new IllegalStateException("Never tested: " + gate);
    }
    return report;
  }

  /** Returns what was red on a tree with exactly these units, or null. */
  @Nullable CheckReport red(Collection<String> units) {
    return red.get(ImmutableSortedSet.copyOf(units));
  }

  /** Returns how often checks ran since this was asked last. */
  int takeRuns() {
    int runs = ran;
    ran = 0;
    return runs;
  }

  /** Returns what was flaky since this was asked last. */
  ImmutableList<Flaky> takeFlaky() {
    ImmutableList<Flaky> taken = ImmutableList.copyOf(flaky);
    flaky.clear();
    return taken;
  }

  /** Returns who has asked for checks. */
  ImmutableList<Work> opened() {
    ImmutableList.Builder<Work> works = ImmutableList.builder();
    for (int place = 1; place <= places; place++) {
      works.add(work(place));
    }
    return works.build();
  }

  private ChecksRequest request(Gate gate, int place) {
    return new ChecksRequest(
        work(place),
        1,
        gate.state(),
        new ChecksRequest.Required(
            request.settings().checks(), request.graph().plan(), gate.units()),
        new ChecksRequest.Bounds(request.base(), request.settings().claims()),
        request.settings().limits().checkTimeout(),
        request.settings().flakyReruns(),
        gate.again() ? ChecksRequest.Where.CLEAN_AGAIN : ChecksRequest.Where.CLEAN);
  }

  private Work work(int place) {
    return Work.merging(request.run(), request.generation(), place);
  }

  private static List<String> failing(CheckReport report) {
    return report.red().stream().map(CheckResult::name).toList();
  }
}
