package dev.aidp.workflows.feature;

import static dev.aidp.workflows.script.Samples.feature;
import static dev.aidp.workflows.script.Samples.instruction;
import static dev.aidp.workflows.script.Samples.plan;
import static dev.aidp.workflows.script.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Baseline;
import dev.aidp.run.Instruction;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.Priority;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Tuning;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureScenarioTest {

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f", world, new Random(1));
  private final FeatureOrchestrationWorkflowImpl feature =
      new FeatureOrchestrationWorkflowImpl(context);
  private final PlanGraph three = plan(PlanNode.of("a"), PlanNode.of("b", "a"), PlanNode.of("c"));

  @Test
  void runs_all_units_and_leaves_one_branch() {
    FeatureState end = run(settings());

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.commit()).isEqualTo("#a+b+base+c");
    assertThat(states(end)).containsOnly(UnitState.MERGED);
    assertThat(world.branches)
        .containsKeys("aidp/f", "aidp-units/f/a", "aidp-units/f/b", "aidp-units/f/c");
    assertThat(world.events).contains("tidied");
  }

  @Test
  void goes_on_without_a_failed_unit_and_skips_who_needs_it() {
    fail("a");

    FeatureState end = run(settings());

    assertThat(states(end))
        .containsExactly(UnitState.FAILED, UnitState.SKIPPED, UnitState.COMPLETED);
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.units().get(1).error().message()).contains("needs a, which failed");
    assertThat(world.branches).doesNotContainKey("aidp/f");
  }

  @Test
  void sends_red_work_back_to_its_agent_with_the_evidence_on_top_of_the_rest() {
    world.checking(
        request ->
            World.report("test", !redWithoutFix(request.state().tree()), "expected 3 but was 4"));
    world.agent("c", turn -> turn.brief().feedback().isEmpty() ? world.works(turn) : fixes(turn));

    FeatureState end = run(settings().withMerging(Merging.USUAL.withRework(1)));

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.commit()).isEqualTo("#a+b+base+c+fix");
    assertThat(end.units().get(2).tries().attempts()).isEqualTo(2);
    TurnRequest again = world.turns.get(world.turns.size() - 1);
    assertThat(again.state().tree()).isEqualTo("a+b+base+c");
    assertThat(again.brief().feedback()).contains("clashes with a", "expected 3 but was 4");
    assertThat(end.merge().order()).containsExactly("a", "b", "c");
  }

  @Test
  void leaves_red_work_out_that_came_back_red_too_often() {
    world.redWith("a", "c");
    world.agent(
        "c",
        turn ->
            turn.brief().feedback().isEmpty()
                ? world.works(turn)
                : world.fails(turn, FailureKind.PERMANENT));

    FeatureState end = run(settings().withMerging(Merging.USUAL.withRework(2)));

    assertThat(end.merge().leftOut()).extracting(LeftOut::unit).containsExactly("c");
    assertThat(end.units().get(2).tries().attempts()).isEqualTo(2);
    assertThat(end.units().get(2).head().commit()).isEqualTo("#base+c");
  }

  private static boolean redWithoutFix(String tree) {
    return tree.startsWith("a+") && tree.contains("+c") && !tree.contains("fix");
  }

  private static TurnResult fixes(TurnRequest turn) {
    return new TurnResult(
        World.with(turn.state(), "fix"),
        true,
        new TurnResult.Texts("reply", "tail"),
        List.of(),
        null);
  }

  @Test
  void looks_at_the_base_once_and_tells_every_unit_what_is_red_there() {
    world.plan(plan(PlanNode.of("a"), PlanNode.of("b")));
    world.checking(
        request -> World.report("test", !request.work().unit().equals("_clean"), "old fault"));

    FeatureState end =
        feature.run(FeatureRequest.resolved(feature(settings().withBaseline(Baseline.WARN))));

    assertThat(context.keys().subList(0, 2)).containsExactly("baseline/tree", "baseline/checks");
    assertThat(world.checks).filteredOn(each -> each.work().unit().equals("_clean")).hasSize(1);
    assertThat(world.turns)
        .allMatch(turn -> turn.brief().notes().redBefore().equals(List.of("test")));
    assertThat(end.units()).allMatch(unit -> unit.warnings().size() == 1);
  }

  @Test
  void fails_before_anybody_is_asked_where_the_base_must_be_green_and_is_not() {
    world.checking(request -> World.report("test", false, "old fault"));

    FeatureState end =
        feature.run(FeatureRequest.resolved(feature(settings().withBaseline(Baseline.REQUIRE))));

    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.error().message()).contains("The check test is red", "old fault");
    assertThat(world.turns).isEmpty();
  }

  @Test
  void who_may_write_the_same_begins_with_the_work_of_those_before_and_joins_after_them() {
    PlanGraph plan = plan(claiming("a", "x/**"), claiming("b", "x/y"), claiming("c", "z"));
    world.plan(plan);
    fail("b");

    FeatureState first = feature.run(FeatureRequest.resolved(feature(settings())));

    assertThat(begins("b")).isEqualTo("a+base");
    assertThat(first.graph().onto()).containsExactly(entry("b", List.of("a")));
    assertThat(first.state()).isEqualTo(RunState.FAILED);

    world.agent("b", world::works);
    world.turns.clear();
    FeatureState end = again(first, "b");

    assertThat(begins("b")).isEqualTo("a+base");
    assertThat(end.commit()).isEqualTo("#a+b+base+c");
    assertThat(end.merge().order()).containsExactly("a", "b", "c");
  }

  private String begins(String unit) {
    return world.turns.stream()
        .filter(turn -> turn.work().unit().equals(unit))
        .findFirst()
        .orElseThrow()
        .state()
        .tree();
  }

  private static PlanNode claiming(String id, String files) {
    PlanNode node = PlanNode.of(id);
    return new PlanNode(
        id, List.of(), node.weight(), node.rules(), List.of(), List.of(), List.of(files));
  }

  @Test
  void has_no_merge_when_no_unit_finished() {
    fail("a");
    fail("c");

    FeatureState end = run(settings());

    assertThat(end.merge()).isNull();
    assertThat(end.error().message()).contains("No unit could be finished", "permanent");
  }

  @Test
  void survives_a_unit_whose_run_itself_fails() {
    world.checking(
        request -> {
          throw new StepFailedException(Failure.of(FailureKind.TIMEOUT, "the step was lost"));
        });

    FeatureState end = run(settings());

    assertThat(states(end)).containsExactly(UnitState.FAILED, UnitState.SKIPPED, UnitState.FAILED);
    assertThat(end.units().get(0).error().message()).isEqualTo("the step was lost");
  }

  @Test
  void asks_the_planner_and_gives_it_its_faults() {
    world.badPlan("a cycle").plan(plan(PlanNode.of("a")));

    FeatureState end = feature.run(FeatureRequest.resolved(unplanned()));

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(world.turns.get(1).role()).isEqualTo(Role.PLANNER);
    assertThat(world.turns.get(1).brief().feedback()).contains("a cycle");
    assertThat(world.closed).startsWith("_plan");
  }

  @Test
  void fails_with_the_faults_after_three_corrections() {
    world.badPlan("one").badPlan("two").badPlan("three").badPlan("four");

    FeatureState end = feature.run(FeatureRequest.resolved(unplanned()));

    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.error().message()).contains("four");
    assertThat(world.turns).hasSize(4);
  }

  @Test
  void the_planner_waits_for_the_end_of_a_rate_limit_as_a_unit_does() {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "later", world.now.plusSeconds(90));
    world.agent(
        Work.PLANNER,
        request ->
            world.turns.size() == 1
                ? TurnResult.failed(request.state(), limit)
                : world.works(request));
    world.plan(plan(PlanNode.of("a")));

    FeatureState end = feature.run(FeatureRequest.resolved(unplanned()));

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(context.waits()).contains(Duration.ofSeconds(90));
    assertThat(world.turns).extracting(turn -> turn.work().attempt()).containsExactly(1, 2, 1);
  }

  @Test
  void the_planner_has_as_many_further_attempts_as_retries_allow() {
    world.agent(Work.PLANNER, request -> world.fails(request, FailureKind.TIMEOUT));

    FeatureState end = feature.run(FeatureRequest.resolved(unplanned()));

    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(world.turns).hasSize(4 * 4);
  }

  @Test
  void is_cancelled_with_a_report() {
    world.agent("a", request -> cancelling(world.works(request)));

    FeatureState end = run(settings());

    assertThat(end.state()).isEqualTo(RunState.CANCELLED);
    assertThat(end.commit()).isNull();
    assertThat(states(end).get(1)).isEqualTo(UnitState.SKIPPED);
    assertThat(world.alive).isEmpty();
  }

  @Test
  void fails_when_its_time_is_over() {
    world.agent("a", request -> later(world.works(request), Duration.ofMinutes(11)));

    FeatureState end = run(timed(Duration.ofMinutes(10)));

    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(end.error().kind()).isEqualTo(FailureKind.TIMEOUT);
    assertThat(world.alive).isEmpty();
  }

  @Test
  void does_not_count_the_time_it_is_paused() {
    feature.pause();
    context.whenIdle(() -> world.now = world.now.plus(Duration.ofHours(2)));
    context.whenIdle(feature::resume);

    assertThat(run(timed(Duration.ofMinutes(10))).state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void says_that_it_is_paused_and_starts_nothing() {
    feature.pause();
    context.whenIdle(() -> assertThat(feature.state().state()).isEqualTo(RunState.PAUSED));
    context.whenIdle(() -> assertThat(world.alive).isEmpty());
    context.whenIdle(feature::resume);

    assertThat(run(settings()).state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void gives_an_instruction_without_a_unit_to_exactly_one() {
    feature.injectInstruction(instruction("i", Priority.HIGH));

    run(settings());

    assertThat(toldTurns("i")).containsExactly("a");
  }

  @Test
  void keeps_an_instruction_until_its_unit_starts() {
    feature.injectInstruction(new Instruction("i", "text", Priority.LOW, "b"));

    run(settings());

    assertThat(toldTurns("i")).containsExactly("b");
  }

  @Test
  void gives_an_instruction_that_came_back_to_another() {
    feature.injectInstruction(instruction("i", Priority.HIGH));
    world.agent("a", request -> world.fails(request, FailureKind.PERMANENT));
    world.plan(plan(PlanNode.of("a"), PlanNode.of("c")));

    feature.run(FeatureRequest.resolved(feature(settings().withLimits(parallel(1)))));

    assertThat(toldTurns("i")).containsExactly("a", "c");
  }

  @Test
  void what_comes_too_late_for_a_unit_is_a_warning_of_it_and_waits_for_nobody() {
    world.agent("b", request -> told(world.works(request), "a"));

    FeatureState end = run(settings());

    assertThat(toldTurns("late")).isEmpty();
    assertThat(feature.pendingInstructions()).isEmpty();
    assertThat(end.units().get(0).warnings())
        .contains("No turn was left for what it was told: mind the gap");
  }

  @Test
  void what_no_unit_is_left_to_hear_is_a_warning_of_the_last_one() {
    world.agent("a", request -> told(world.fails(request, FailureKind.PERMANENT), null));
    world.plan(plan(PlanNode.of("a")));

    FeatureState end = feature.run(FeatureRequest.resolved(feature(settings())));

    assertThat(feature.pendingInstructions()).isEmpty();
    assertThat(end.units().get(0).warnings()).singleElement().asString().contains("mind the gap");
  }

  private TurnResult told(TurnResult turn, @Nullable String unit) {
    feature.injectInstruction(new Instruction("late", "mind\nthe gap", Priority.HIGH, unit));
    return turn;
  }

  @Test
  void obeys_a_changed_parallel_limit() {
    feature.reloadConfig(new Tuning(1, null));

    run(settings());

    assertThat(world.events.subList(0, 4))
        .containsExactly("started f/a", "ended f/a", "started f/b", "ended f/b");
  }

  @Test
  void runs_only_what_failed_in_a_later_generation() {
    fail("a");
    FeatureState first = run(settings());
    world.agent("a", world::works);

    FeatureState second = again(first, "a");

    assertThat(second.state()).isEqualTo(RunState.COMPLETED);
    assertThat(world.events).contains("started f/a.g2", "started f/b.g2", "started f/_merge.g2");
    assertThat(world.events).doesNotContain("started f/c.g2");
    assertThat(second.units()).extracting(u -> u.tries().attempts()).containsExactly(2, 1, 1);
  }

  @Test
  void what_cannot_be_cleared_away_fails_no_run() {
    world.messy("a", "_merge", "the run");

    FeatureState end = run(settings());

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(states(end)).containsOnly(UnitState.MERGED);
  }

  @Test
  void goes_on_after_its_time_was_over_with_what_was_cut_short() {
    world.agent("a", request -> later(world.works(request), Duration.ofMinutes(11)));
    FeatureState first = run(timed(Duration.ofMinutes(10)));
    world.agent("a", world::works);

    assertThat(again(first).state()).isEqualTo(RunState.COMPLETED);
  }

  private FeatureState run(RunSettings settings) {
    world.plan(three);
    return feature.run(FeatureRequest.resolved(feature(settings)));
  }

  private FeatureState again(FeatureState last, String... units) {
    FeatureWork.Restart from = new FeatureWork.Restart(last, List.of(units), null, null);
    ScriptedContext next = new ScriptedContext("f", world, new Random(2));
    FeatureWork request =
        new FeatureWork("f", 2, "text", "plan", settings(), "#base", "aidp/f", from);
    return new FeatureOrchestrationWorkflowImpl(next).run(FeatureRequest.resolved(request));
  }

  private static FeatureWork unplanned() {
    return new FeatureWork("f", 1, "text", null, settings(), "#base", "aidp/f", null);
  }

  private void fail(String unit) {
    world.agent(unit, request -> world.fails(request, FailureKind.PERMANENT));
  }

  private TurnResult cancelling(TurnResult turn) {
    feature.cancel();
    return turn;
  }

  private TurnResult later(TurnResult turn, Duration time) {
    world.now = world.now.plus(time);
    return turn;
  }

  private List<String> toldTurns(String instruction) {
    return world.turns.stream()
        .filter(
            turn ->
                turn.brief().instructions().stream()
                    .anyMatch(each -> each.id().equals(instruction)))
        .map(TurnRequest::work)
        .map(work -> work.unit())
        .toList();
  }

  private static List<UnitState> states(FeatureState state) {
    return state.units().stream().map(UnitReport::state).toList();
  }

  private static RunSettings timed(Duration limit) {
    return settings().withLimits(settings().limits().with(new Tuning(1, limit)));
  }

  private static Limits parallel(int most) {
    return Limits.defaults().with(new Tuning(most, null));
  }
}
