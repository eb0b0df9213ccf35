package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckReport;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeReport.Red;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.Work;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.merge.MergeQueue.Move;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what the train says. */
final class MergeRun {

  private final WorkflowContext context;
  private final Steering steering;
  private final MergeWork request;
  private final MergeOrder order;
  private final MergeQueue train;
  private final QueueJoiner coupling;
  private final Gates gates;
  private final Map<LeftOut, CheckReport> guilty = new LinkedHashMap<>();

  /** How those who are out were joined when they were found red. */
  private final Map<String, JoinOutcome> uncoupled = new LinkedHashMap<>();

  private MergeProgress progress;
  private JoinOutcome coupled;

  MergeRun(
      WorkflowContext context,
      Steering steering,
      MergeWork request,
      MergeOrder order,
      UnitGraph graph) {
    this.context = context;
    this.steering = steering;
    this.request = request;
    this.order = order;
    boolean oneByOne =
        request.settings().strategy().oneByOne()
            || request.finished().stream()
                .anyMatch(tip -> tip.strategy() != null && tip.strategy().oneByOne());
    this.train = new MergeQueue(order, graph, oneByOne, Gates.wide(request));
    this.coupling = new QueueJoiner(context, steering, request);
    this.gates = new Gates(context, steering, request);
    this.progress = MergeProgress.begin(request);
    this.coupled = JoinOutcome.none(request.base());
  }

  MergeProgress progress() {
    return progress;
  }

  /** Returns the commit with all who are in. */
  String head() {
    return coupling.head(train.line().size());
  }

  /** Returns the commit with all who are in, at least one, and its tree. */
  TreeState headState() {
    return coupling.state(train.line().size());
  }

  /** Returns who is in, in order. */
  ImmutableList<UnitHead> joined() {
    return coupling.joined(train.line().size());
  }

  /** Returns the resolver's turns. */
  ImmutableList<TurnRecord> turns() {
    return coupling.turns();
  }

  /**
   * Sees to it that the checks of the head are known: what an earlier merge of the run has tested
   * is looked up, or tested again.
   */
  void confirm() {
    if (!steering.cancelled() && !train.line().isEmpty() && rework().isEmpty()) {
      gates.test(ImmutableList.of(headGate()));
    }
  }

  /** Returns what the checks came to on exactly the head's tree. */
  CheckReport headReport() {
    return gates.report(headGate());
  }

  private Gates.Gate headGate() {
    return new Gates.Gate(headState(), ImmutableList.copyOf(train.line()), false);
  }

  /** This is told of it from now on. */
  void told(MergeReport report) {
    progress = progress.with(report);
  }

  /** Returns whose worktrees may be open. */
  Set<Work> opened() {
    Set<Work> opened = new LinkedHashSet<>();
    opened.add(Work.merging(request.run(), request.generation(), 1));
    opened.addAll(gates.opened());
    return opened;
  }

  /** Joins and tests until nobody can join any more, or the run was cancelled. */
  void toItsEnd() {
    begin();
    Move move = train.next();
    while (!(move instanceof Move.Over) && mayGoOn()) {
      perform(move);
      move = train.next();
    }
    if (!steering.cancelled()) {
      progress = progress.stranded(order.stranded(train.line(), train.out()));
    }
  }

  /** What an earlier merge of the run has tested is joined again: it comes to the same commits. */
  private void begin() {
    MergeReport from = request.known().from();
    if (from == null) {
      progress = progress.predicted(new Forecast(context, request).pairs());
      return;
    }
    from.leftOut().forEach(out -> train.leftOut(out.unit()));
    if (!from.order().isEmpty()) {
      coupling.couple(0, from.order(), 0);
      train.testedBefore(from.order());
    }
  }

  private boolean mayGoOn() {
    context.await(steering::mayRun);
    return !steering.cancelled();
  }

  private void perform(Move move) {
    if (move instanceof Move.Couple couple) {
      couple(couple.units());
    } else if (move instanceof Move.Test test) {
      test(test.trees());
    } else if (move instanceof Move.Blame blame) {
      blame(blame);
    }
  }

  private void couple(List<String> units) {
    int line = train.line().size();
    coupled = coupling.couple(line, units, line + train.out().size());
    Conflict conflict = coupled.unsettled();
    if (steering.cancelled()) {
      return;
    }
    if (!coupled.after().isEmpty()) {
      train.coupled(units.subList(0, coupled.after().size()));
    } else if (conflict != null) {
      LeftOut out =
          new LeftOut(
              conflict.unit(), MergeReport.Reason.CONFLICT, conflict.with(), conflict.names());
      progress = progress.leftOut(out, coupled);
      train.leftOut(conflict.unit());
    }
  }

  private void test(List<Combination> mixes) {
    Map<Combination, Boolean> green = new LinkedHashMap<>();
    Map<Combination, Gates.Gate> trees = new LinkedHashMap<>();
    for (Combination mix : mixes) {
      Optional<TreeState> tree = coupling.tree(mix, madeFor(mix));
      tree.ifPresentOrElse(
          state -> trees.put(mix, new Gates.Gate(state, coupling.units(mix), train.doubted(mix))),
          () -> green.put(mix, true));
    }
    gates.test(ImmutableList.copyOf(trees.values()));
    if (steering.cancelled()) {
      return;
    }
    trees.forEach((mix, gate) -> green.put(mix, gates.green(gate)));
    progress = progress.ran(gates.takeRuns(), gates.takeFlaky());
    int before = train.line().size();
    train.tested(green);
    train.out().forEach(unit -> uncoupled.putIfAbsent(unit, coupled));
    entered(train.line().subList(before, train.line().size()));
  }

  private List<Resolution> madeFor(Combination mix) {
    JoinOutcome joined = mix.more().isEmpty() ? null : uncoupled.get(mix.last());
    return joined == null ? ImmutableList.of() : joined.resolutions();
  }

  private void entered(List<String> units) {
    if (units.isEmpty()) {
      return;
    }
    List<Resolution> passed = MergeProgress.made(units, coupled);
    coupling.remember(passed);
    progress = progress.entered(units, coupled);
  }

  private void blame(Move.Blame blame) {
    CheckReport report = gates.red(coupling.units(blame.smallest()));
    LeftOut out =
        new LeftOut(
            blame.unit(), MergeReport.Reason.GATE, blame.with(), ImmutableList.of(), red(report));
    if (report != null) {
      guilty.put(out, report);
    }
    progress = progress.leftOut(out, uncoupled.getOrDefault(blame.unit(), coupled));
    train.blamed(blame.unit());
  }

  private static ImmutableList<Red> red(@Nullable CheckReport report) {
    return report == null
        ? ImmutableList.of()
        : report.red().stream()
            .map(result -> new Red(result.name(), result.exitCode(), result.output()))
            .collect(ImmutableList.toImmutableList());
  }

  /** Returns who goes back to its agent; nobody if the merge is over. */
  ImmutableList<MergeResult.Rework> rework() {
    if (request.known().reworks() >= request.settings().merging().rework()) {
      return ImmutableList.of();
    }
    return ReworkText.of(guilty, head());
  }
}
