package dev.aidp.workflows.merge;

import static dev.aidp.workflows.script.Samples.merge;
import static dev.aidp.workflows.script.Samples.plan;
import static dev.aidp.workflows.script.Samples.settings;
import static dev.aidp.workflows.script.Samples.tip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.Flaky;
import dev.aidp.merge.MergeReport.ForecastConflict;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeReport.Red;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergeScenarioTest {

  private static final List<Red> TEST_RED = List.of(new Red("test", 1, "ref"));

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f/_merge", world, new Random(1));
  private final MergeAtomicUnitsWorkflowImpl merge = new MergeAtomicUnitsWorkflowImpl(context);
  private final PlanGraph three = plan(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("c", "b"));
  private final JoinRequest.UnitHead[] tips = {tip("a"), tip("b"), tip("c", "b")};

  @Test
  void joins_all_and_gates_them_at_once() {
    MergeResult result = run(settings());

    assertThat(result.state()).isEqualTo(RunState.COMPLETED);
    assertThat(result.report().order()).containsExactly("a", "b", "c");
    assertThat(result.report().gateRuns()).isEqualTo(1);
    assertThat(world.branches).containsEntry("aidp/f", "#a+b+base+c").hasSize(1);
    assertThat(world.checks.get(0).required().units()).containsExactly("a", "b", "c");
  }

  @Test
  void has_a_conflict_settled_by_the_resolver_in_its_own_worktree() {
    world.clash("a", "b");

    MergeResult result = run(settings());

    assertThat(result.report().conflicts()).containsExactly(clash(MergeReport.ResolvedBy.RESOLVER));
    assertThat(result.resolutions()).extracting(Resolution::key).containsExactly("a_b");
    assertThat(world.turns.get(0).work().unit()).isEqualTo("_merge");
    assertThat(world.turns.get(0).state().tree()).isEqualTo("a+b+base=a_b");
  }

  @Test
  void uses_a_resolution_again_that_passed_before() {
    world.clash("a", "b");

    MergeWork again = request(settings(), new Resolution("a_b", List.of()));

    assertThat(merge.run(MergeRequest.resolved(again)).report().conflicts())
        .containsExactly(clash(MergeReport.ResolvedBy.MEMORY));
    assertThat(world.turns).isEmpty();
  }

  @Test
  void leaves_out_who_conflicts_for_good_and_who_depends_on_it() {
    world.clash("a", "b");

    MergeResult result = run(lenient(Samples.without(Role.RESOLVER)));

    assertThat(result.state()).isEqualTo(RunState.PARTIAL);
    assertThat(result.report().conflicts()).containsExactly(clash(MergeReport.ResolvedBy.NONE));
    assertThat(result.report().leftOut())
        .containsExactly(
            new LeftOut("b", MergeReport.Reason.CONFLICT, List.of("a"), List.of("x.txt")),
            new LeftOut("c", MergeReport.Reason.DEPENDENCY, List.of("b"), List.of()));
    assertThat(world.branches).containsEntry("aidp/f", "#a+base");
  }

  @Test
  void leaves_out_who_makes_the_tree_red() {
    world.redWith("a", "c");

    MergeResult result = run(lenient(settings()));

    assertThat(result.report().order()).containsExactly("a", "b");
    assertThat(result.report().leftOut())
        .containsExactly(
            new LeftOut("c", MergeReport.Reason.GATE, List.of("a"), List.of(), TEST_RED));
  }

  @Test
  void names_the_smallest_set_that_is_red() {
    PlanGraph plan = plan(units(7));
    world.redWith("u1", "u3", "u5");

    MergeResult result =
        merge.run(MergeRequest.resolved(merge(plan, lenient(settings()), tips(7))));

    assertThat(result.report().leftOut())
        .containsExactly(
            new LeftOut("u5", MergeReport.Reason.GATE, List.of("u1", "u3"), List.of(), TEST_RED));
    assertThat(result.report().order()).containsExactly("u0", "u1", "u2", "u3", "u4", "u6");
  }

  @Test
  void names_the_guilty_beside_the_search_in_worktrees_of_their_own() {
    world.redWith("u5");

    merge.run(MergeRequest.resolved(merge(plan(units(9)), lenient(settings()), tips(9))));

    assertThat(world.checks)
        .extracting(request -> request.work().unit())
        .contains("_merge", "_merge-2");
    assertThat(world.closed).contains("_merge-2");
  }

  @Test
  void believes_a_tree_that_was_red_once_and_then_green_and_says_so() {
    world.checking(
        request ->
            World.report("test", world.checks.size() != 1, world.checks.size() == 1 ? "?" : ""));

    MergeResult result = run(settings());

    assertThat(result.state()).isEqualTo(RunState.COMPLETED);
    assertThat(result.report().gateRuns()).isEqualTo(4);
    assertThat(result.report().flaky())
        .containsExactly(new Flaky(List.of("a", "b", "c"), "a+b+base+c", List.of("test")));
    assertThat(world.checks.get(3).where()).isEqualTo(Where.CLEAN_AGAIN);
  }

  @Test
  void says_where_it_has_not_predicted_all() {
    MergeResult many =
        merge.run(MergeRequest.resolved(merge(plan(units(201)), settings(), tips(201))));

    assertThat(many.report().forecast().predicted()).isEmpty();
    assertThat(many.report().forecast().unpredicted()).contains("more than 200 units");
  }

  @Test
  void does_not_count_what_was_known_before() {
    world.checking(
        request -> new CheckReport(World.report("test", true, "").results(), List.of(), true));

    assertThat(run(settings()).report().gateRuns()).isZero();
    assertThat(world.checks.get(0).where()).isEqualTo(Where.CLEAN);
  }

  @Test
  void asks_the_resolver_only_where_what_it_resolves_against_is_certain() {
    world.redWith("a").clash("a", "c");
    PlanGraph plan = plan(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("c"));

    MergeResult result =
        merge.run(
            MergeRequest.resolved(merge(plan, lenient(settings()), tip("a"), tip("b"), tip("c"))));

    assertThat(world.turns).isEmpty();
    assertThat(result.report().order()).containsExactly("b", "c");
    assertThat(result.report().conflicts()).isEmpty();
  }

  @Test
  void does_not_ask_again_what_the_resolver_could_not_settle() {
    world.clash("a", "b");
    MergeWork known =
        new MergeWork(
            "f",
            1,
            three,
            List.of(tips),
            lenient(settings()),
            new MergeWork.Into("#base", "aidp/f", null, false),
            null,
            new MergeWork.Known(List.of(), List.of("a_b"), null, 0));

    assertThat(merge.run(MergeRequest.resolved(known)).report().conflicts())
        .containsExactly(clash(MergeReport.ResolvedBy.NONE));
    assertThat(world.turns).isEmpty();
  }

  @Test
  void says_beforehand_who_will_conflict() {
    world.clash("a", "b");

    MergeReport report = run(settings()).report();
    assertThat(report.forecast().predicted())
        .containsExactly(new ForecastConflict(List.of("a", "b"), List.of("x.txt:1-5")));
    assertThat(report.forecast().unpredicted()).isNull();
    assertThat(context.keys().get(0)).isEqualTo("predict-1");
  }

  @Test
  void remembers_for_later_runs_what_has_passed_and_nothing_else() {
    world.clash("a", "b").clash("a", "c").redWith("a", "c");

    run(lenient(settings()));

    assertThat(world.remembered).extracting(Resolution::key).containsExactly("a_b");
  }

  @Test
  void no_step_of_a_thousand_units_is_told_or_tells_more_than_32_KB() {
    world.redWith("u7", "u900").clash("u3", "u950");

    MergeResult result =
        merge.run(
            MergeRequest.resolved(merge(plan(units(1_000)), lenient(settings()), tips(1_000))));

    assertThat(result.report().order()).hasSize(999);
    assertThat(context.keys()).contains("couple-1/join-20");
    assertThat(context.largest()).isLessThan(32 << 10);
  }

  private static PlanNode[] units(int n) {
    return IntStream.range(0, n).mapToObj(i -> PlanNode.of("u" + i)).toArray(PlanNode[]::new);
  }

  private static JoinRequest.UnitHead[] tips(int n) {
    return IntStream.range(0, n).mapToObj(i -> tip("u" + i)).toArray(JoinRequest.UnitHead[]::new);
  }

  @Test
  void does_not_remember_a_resolution_whose_tree_was_red() {
    world.clash("a", "b").redWith("a", "b");

    MergeResult result = run(lenient(settings()));

    assertThat(result.resolutions()).isEmpty();
    assertThat(result.report().leftOut())
        .extracting(LeftOut::reason)
        .containsExactly(MergeReport.Reason.GATE, MergeReport.Reason.DEPENDENCY);
  }

  @Test
  void says_so_when_the_base_itself_is_red() {
    world.redWith("base");

    MergeResult result = run(settings());

    assertThat(result.state()).isEqualTo(RunState.FAILED);
    assertThat(result.error().message()).contains("red on the base");
    assertThat(world.branches).isEmpty();
  }

  @Test
  void repeats_a_resolver_that_failed_transiently() {
    world
        .clash("a", "b")
        .resolver(
            turn ->
                world.turns.size() < 3
                    ? world.fails(turn, FailureKind.TRANSIENT)
                    : world.settles(turn));

    assertThat(run(settings()).report().conflicts())
        .containsExactly(clash(MergeReport.ResolvedBy.RESOLVER));
    assertThat(context.keys()).contains("couple-2/conflict-1/turn-1/agent-3");
  }

  @Test
  void makes_no_branch_when_it_is_cancelled() {
    world.clash("a", "b").resolver(turn -> cancelling(world.settles(turn)));

    MergeResult result = run(settings());

    assertThat(result.state()).isEqualTo(RunState.CANCELLED);
    assertThat(world.branches).isEmpty();
    assertThat(world.closed).contains("_merge");
  }

  private TurnResult cancelling(TurnResult turn) {
    merge.cancel();
    return turn;
  }

  private MergeResult run(RunSettings settings) {
    return merge.run(MergeRequest.resolved(merge(three, settings, tips)));
  }

  private MergeWork request(RunSettings settings, Resolution known) {
    return new MergeWork(
        "f",
        1,
        three,
        List.of(tips),
        settings,
        new MergeWork.Into("#base", "aidp/f", null, false),
        null,
        new MergeWork.Known(List.of(known), List.of(), null, 0));
  }

  private static Conflict clash(MergeReport.ResolvedBy by) {
    return new Conflict(List.of("a", "b"), List.of("x.txt"), by);
  }

  private static RunSettings lenient(RunSettings all) {
    MinSuccess one = new MinSuccess(1, false);
    return all.withMerging(all.merging().withMinSuccess(one));
  }
}
