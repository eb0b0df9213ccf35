package dev.aidp.bench;

import com.google.common.hash.Hashing;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.feature.ReuseActivities;
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
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps of a feature that do nothing: each turn is complete, each check green, and names of commits
 * are made up. A plan's reference is how many units it has.
 */
public final class TrivialSteps
    implements GitActivities,
        AgentActivities,
        CommandActivities,
        PlanActivities,
        EvidenceActivities,
        HandOverActivities,
        ReuseActivities {

  /** Every other unit needs the one that is so far before it. */
  private static final int REACH = 50;

  private final Runnable ended;

  /** Makes some. */
  public TrivialSteps() {
    this(() -> {});
  }

  /** Makes some that tell of the end of each unit. */
  public TrivialSteps(Runnable ended) {
    this.ended = ended;
  }

  static String unit(int number) {
    return "u%05d".formatted(number);
  }

  @Override
  public PlanReading read(PlanText plan) {
    List<PlanNode> nodes =
        IntStream.range(0, Integer.parseInt(plan.reference()))
            .mapToObj(
                i ->
                    i < REACH || i % 2 == 0
                        ? PlanNode.of(unit(i))
                        : PlanNode.of(unit(i), unit(i - REACH)))
            .toList();
    return new PlanReading(new PlanGraph(plan.reference(), nodes), List.of());
  }

  @Override
  public PlanReading readReply(PlanText reply) {
    throw new UnsupportedOperationException(reply.reference());
  }

  @Override
  public PlanReading readParts(PlanText reply, PlanText whole, String unit) {
    return readReply(reply);
  }

  @Override
  public PlanReading edit(PlanText plan, PlanEdit edit) {
    throw new UnsupportedOperationException(plan.reference());
  }

  @Override
  public TreeState open(Work work, String commit) {
    return new TreeState(hash("tree of " + commit), commit);
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
  public TurnResult turn(TurnRequest request) {
    TreeState left =
        new TreeState(hash("work of " + request.work().unit()), request.state().head());
    String text = Hashing.sha256().hashString("reply", StandardCharsets.UTF_8).toString();
    return new TurnResult(left, true, new TurnResult.Texts(text, "Done."), List.of(), null);
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    List<CheckResult> green =
        request.required().checks().stream()
            .map(
                check -> new CheckResult(check.name(), true, 0, "", "", 1, request.where().clean()))
            .toList();
    return new CheckReport(green, List.of());
  }

  @Override
  public String commit(Commit commit) {
    return hash("commit of " + commit.work().unit());
  }

  @Override
  public JoinResult join(JoinRequest joining) {
    TreeState state = new TreeState(hash("tree of " + joining.onto()), joining.onto());
    List<String> in = new ArrayList<>();
    List<TreeState> after = new ArrayList<>();
    for (JoinRequest.UnitHead tip : joining.joining()) {
      String head = hash(state.head() + tip.commit());
      state = new TreeState(hash("tree of " + head), head);
      in.add(tip.unit());
      after.add(state);
    }
    return new JoinResult(state, in, List.of(), null, after);
  }

  @Override
  public Clashing predict(Prediction prediction) {
    return new Clashing(List.of(), true);
  }

  @Override
  public ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, @Nullable ResolverScope scope) {
    throw new UnsupportedOperationException(conflict.key());
  }

  @Override
  public void remember(Work work, List<Resolution> resolutions) {
    // Nothing conflicts.
  }

  @Override
  public void publish(Work work, String branch, String commit, @Nullable String replaces) {
    // There is no branch.
  }

  @Override
  public @Nullable TreeState record(Work work) {
    return null;
  }

  @Override
  public void close(Work work) {
    ended.run();
  }

  @Override
  public void tidy(Work work) {
    // Nothing is left.
  }

  @Override
  public String part(EvidencePart part) {
    return "part";
  }

  @Override
  public String unit(UnitClaim claim) {
    return "evidence";
  }

  @Override
  public String patch(Work work, String from, String to) {
    return "patch";
  }

  @Override
  public String report(Work work, String title, String text) {
    return "report";
  }

  @Override
  public Kept merge(MergeClaim claim) {
    return new Kept("evidence", "description");
  }

  static String hash(String text) {
    return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString().substring(0, 40);
  }

  @Override
  public KnownResults find(FinishedWork here) {
    return KnownResults.NONE;
  }

  @Override
  public KnownResults adopt(FinishedWork here, KnownResults chosen) {
    return chosen;
  }

  @Override
  public void keep(FinishedWork here) {}

  @Override
  public List<String> inputs(HandOver given) {
    return List.of();
  }

  @Override
  public List<String> outputs(HandOver left) {
    return List.of();
  }
}
