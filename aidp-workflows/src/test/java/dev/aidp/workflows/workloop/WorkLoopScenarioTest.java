package dev.aidp.workflows.workloop;

import static dev.aidp.workflows.script.Samples.settings;
import static dev.aidp.workflows.script.Samples.tip;
import static dev.aidp.workflows.script.Samples.unit;
import static dev.aidp.workflows.script.World.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Baseline;
import dev.aidp.run.Claims;
import dev.aidp.run.Defaults;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Limits;
import dev.aidp.run.Permission;
import dev.aidp.run.Priority;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkLoopScenarioTest {

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f/a", world, new Random(1));
  private final WorkLoopWorkflowImpl loop = new WorkLoopWorkflowImpl(context);

  @Test
  void is_done_after_one_green_iteration_that_a_clean_checkout_confirms() {
    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.branches).containsEntry("b/a", "#a+base");
    assertThat(context.keys())
        .containsExactly("attempt-1/iteration-1/agent", "attempt-1/commit", "tidy");
  }

  @Test
  void has_failed_as_a_unit_where_its_work_cannot_be_committed() {
    world.messy("commit");

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().error().message()).contains("commit");
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(world.closed).containsExactly("a");
  }

  @Test
  void tells_the_agent_what_was_red() {
    world.checking(request -> report("unit", request.iteration() > 1, "expected 3 but was 4"));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback())
        .contains("`unit`", "exit code 1", "expected 3 but was 4");
    assertThat(loop.metrics().withTransitions(List.of()))
        .isEqualTo(new LoopMetrics(2, 0, 2, 1, Usage.NONE, List.of()));
    assertThat(loop.metrics().transitions())
        .contains(
            new LoopMetrics.Transition(LoopPhase.APPLY_PATCH, LoopPhase.TEST, 2),
            new LoopMetrics.Transition(LoopPhase.TEST, LoopPhase.FAIL, 1),
            new LoopMetrics.Transition(LoopPhase.TEST, LoopPhase.PASS, 1));
  }

  @Test
  void is_not_done_while_only_its_working_copy_is_green() {
    world.checking(
        request -> report("unit", request.iteration() > 1 || !clean(request), "no such file"));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback())
        .contains("Your working copy is green, but a clean checkout", "no such file");
    assertThat(result.report().usage().cleanRuns()).isEqualTo(2);
  }

  @Test
  void is_not_given_up_for_checks_that_are_green_in_a_clean_checkout() {
    world.checking(request -> report("unit", clean(request), "stale"));

    UnitResult result = run(settings().withLimits(limits(2, 0)));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.checks).filteredOn(this::clean).hasSize(1);
  }

  @Test
  void says_where_it_was_red_when_it_is_given_up() {
    world.checking(request -> report("unit", !clean(request), "no such file"));

    UnitResult result = run(settings().withLimits(limits(1, 0)));

    assertThat(result.report().error().message())
        .contains("green in its working copy, red in a clean checkout of the same tree: unit");
    assertThat(loop.status().failing()).containsExactly("unit in a clean checkout");
  }

  @Test
  void counts_no_clean_run_for_what_is_known() {
    world.checking(
        request -> new CheckReport(report("unit", true, "").results(), List.of(), clean(request)));

    assertThat(run(settings()).report().usage().cleanRuns()).isZero();
  }

  @Test
  void tells_agents_and_people_what_is_red_before_any_work() {
    world.checking(request -> report("unit", !request.work().unit().equals("_clean"), "old"));

    UnitResult result = run(settings().withBaseline(Baseline.WARN));

    assertThat(context.keys().subList(0, 2)).containsExactly("baseline/tree", "baseline/checks");
    assertThat(world.checks.get(0).state().tree()).isEqualTo("base");
    assertThat(world.turns.get(0).brief().notes().redBefore()).containsExactly("unit");
    assertThat(result.report().warnings())
        .containsExactly(
            "The check unit is red on the commit that the run starts from, before any work.");
  }

  @Test
  void takes_no_turn_where_the_base_must_be_green_and_is_not() {
    world.checking(request -> report("unit", false, "old fault"));

    UnitResult result = run(settings().withBaseline(Baseline.REQUIRE));

    assertThat(world.turns).isEmpty();
    assertThat(result.report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(result.report().error().message()).contains("The check unit is red", "old fault");
  }

  private boolean clean(ChecksRequest request) {
    return request.where().clean();
  }

  @Test
  void goes_on_in_the_tree_that_the_last_turn_left() {
    world.checking(request -> report("unit", request.iteration() > 1, "red"));

    run(settings());

    assertThat(world.turns.get(1).state().tree()).isEqualTo("a+base");
  }

  @Test
  void is_not_done_without_the_status_line() {
    firstTurn(
        turn ->
            new TurnResult(
                turn.state(), false, new TurnResult.Texts("r", "t"), turn.outputs(), null));

    assertThat(run(settings()).report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback())
        .contains("STATUS: COMPLETE")
        .doesNotContainPattern("(?m)^\\W*STATUS");
  }

  @Test
  void is_not_done_while_nothing_is_changed() {
    world.agent(
        "a", request -> request.iteration() == 1 ? unchanged(request) : world.works(request));

    assertThat(run(settings()).report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback()).contains("changed nothing");
  }

  @Test
  void records_a_turn_before_its_checks_where_these_are_separate() {
    PlanNode apart = node(PlanNode.Rules.DEFAULT.withSeparateChecks(true), List.of());

    UnitResult result = loop.run(WorkLoopRequest.resolved(unit(apart, settings())));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.turns).hasSize(1);
    assertThat(world.checks).hasSize(2).last().matches(asked -> asked.where().clean());
    assertThat(context.keys())
        .containsExactly(
            "attempt-1/iteration-1/agent",
            "attempt-1/iteration-1/checks",
            "attempt-1/commit",
            "tidy");
  }

  @Test
  void asks_for_no_separate_checks_of_a_turn_that_failed() {
    world.agent("a", turn -> world.fails(turn, FailureKind.PERMANENT));
    PlanNode apart = node(PlanNode.Rules.DEFAULT.withSeparateChecks(true), List.of());

    UnitResult result = loop.run(WorkLoopRequest.resolved(unit(apart, settings())));

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(world.checks).isEmpty();
  }

  @Test
  void may_change_nothing_where_that_is_allowed() {
    world.agent("a", this::unchanged);
    PlanNode still = node(null, true, List.of());

    assertThat(
            loop.run(WorkLoopRequest.resolved(unit(still, settings())))
                .report()
                .tries()
                .iterations())
        .isEqualTo(1);
  }

  @Test
  void goes_back_for_what_was_found_wrong_and_keeps_what_a_person_should_know() {
    firstTurn(
        turn -> turn.finding(new TurnFindings(List.of("a.txt is a pipe"), List.of("careful"))));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback()).contains("a.txt is a pipe");
    assertThat(result.report().warnings()).contains("careful");
  }

  @Test
  void is_not_done_without_its_outputs() {
    firstTurn(
        turn ->
            new TurnResult(turn.state(), true, new TurnResult.Texts("r", "t"), List.of(), null));

    UnitResult result =
        loop.run(WorkLoopRequest.resolved(unit(node(null, false, List.of("schema")), settings())));

    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(result.outputs()).extracting("name").containsExactly("schema");
    assertThat(world.turns.get(1).brief().feedback()).contains("missing", "schema");
  }

  @Test
  void goes_back_for_outputs_that_are_not_as_the_plan_wants_them() {
    String fault = "The output schema breaks model/rows: /id: type: no number";
    world.unfit =
        handed -> handed.outputs().isEmpty() || world.turns.size() > 2 ? List.of() : List.of(fault);
    UnitWork work = unit(node(null, false, List.of("schema")), settings());

    UnitResult result = loop.run(WorkLoopRequest.resolved(work));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(3);
    assertThat(world.turns.get(1).brief().feedback()).contains(fault);
    assertThat(world.turns.get(2).brief().feedback()).contains(fault);
    assertThat(world.handed.get(1).outputs()).extracting("name").containsExactly("schema");
    assertThat(world.handed.get(1).start()).isEqualTo(work.base());
  }

  @Test
  void fails_with_outputs_that_are_never_as_the_plan_wants_them() {
    world.unfit = handed -> handed.outputs().isEmpty() ? List.of() : List.of("/id: type: no");

    UnitResult result =
        loop.run(
            WorkLoopRequest.resolved(
                unit(node(null, false, List.of("schema")), settings().withLimits(limits(2, 3)))));

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().error().message()).contains("2 iterations", "/id: type: no");
  }

  @Test
  void does_not_begin_where_what_it_gets_is_not_as_it_shall_be() {
    world.unfit = handed -> List.of("The input model/rows is not stored any more");

    UnitResult result =
        loop.run(WorkLoopRequest.resolved(unit(node(null, false, List.of("schema")), settings())));

    assertThat(result.report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(result.report().tries().attempts()).isZero();
    assertThat(result.report().error().message())
        .isEqualTo("The input model/rows is not stored any more");
    assertThat(world.turns).isEmpty();
    assertThat(world.opened).isEmpty();
  }

  @Test
  void does_not_begin_without_an_input() {
    PlanNode node =
        new PlanNode(
            "a",
            List.of(),
            Step.Weight.STANDARD,
            PlanNode.Rules.DEFAULT,
            List.of(),
            List.of("model/rows"),
            List.of());

    UnitResult result = loop.run(WorkLoopRequest.resolved(unit(node, settings())));

    assertThat(result.report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(result.report().error().message())
        .isEqualTo("The input model/rows is missing, model has left none: redo model.");
    assertThat(world.turns).isEmpty();
  }

  @Test
  void goes_back_for_files_outside_its_claims_only_where_that_is_denied() {
    world.checking(
        request ->
            new CheckReport(
                List.of(), request.iteration() == 1 ? List.of("other.txt") : List.of()));

    UnitResult result = run(denying());

    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns.get(1).brief().feedback()).contains("other.txt");
  }

  @Test
  void warns_of_files_outside_its_claims_and_of_having_no_check() {
    world.checking(request -> new CheckReport(List.of(), List.of("other.txt")));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(1);
    assertThat(result.report().warnings()).hasSize(2).anyMatch(each -> each.contains("other.txt"));
  }

  @Test
  void gives_up_for_good_when_its_iterations_are_used_up() {
    world.redWith("a");

    UnitResult result = run(settings().withLimits(limits(2, 3)));

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(result.report().error().message()).contains("2 iterations", "red: test");
    assertThat(world.closed).containsExactly("a");
    assertThat(world.branches).isEmpty();
  }

  @Test
  void gives_up_as_stuck_with_a_report_where_nothing_new_comes_after_a_diagnosis() {
    world.checking(request -> report("unit", false, "no server on port 5432"));

    UnitResult result = run(settings());

    assertThat(world.turns).hasSize(Defaults.STUCK_TURNS + Defaults.STUCK_TRIES);
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(result.report().error().message())
        .startsWith("Stuck: the same files and the same failures for 5 turns (red: unit).")
        .contains("\"tail\"", "then retry it");
    assertThat(world.reports)
        .singleElement()
        .asString()
        .contains("iteration 1 by code", "iteration 5", "no server on port 5432", "tail");
    assertThat(world.turns)
        .extracting(turn -> turn.brief().feedback().contains("brought nothing new"))
        .containsExactly(false, false, false, true, true);
    assertThat(world.turns.get(3).brief().feedback()).contains("iteration 3", "it said: tail");
    assertThat(context.keys()).contains("attempt-1/iteration-5/report");
  }

  @Test
  void looks_at_a_clean_checkout_before_it_is_stuck_with_what_is_only_red_in_its_working_copy() {
    world.checking(request -> report("unit", request.where().clean(), "stale"));

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(Defaults.STUCK_TURNS + 1);
  }

  @Test
  void asks_the_stronger_models_and_then_the_other_agents_before_it_gives_up() {
    world.agent("a", this::unchanged);
    AgentChoice strong =
        new AgentChoice("p", null, Permission.EDIT, Map.of(Tier.STANDARD, "m", Tier.PRO, "l"));

    UnitResult result = run(chain(strong, AgentChoice.provider("q")));

    assertThat(world.turns)
        .extracting(turn -> turn.asked().agent().provider() + " " + turn.asked().model())
        .containsExactly("p m", "p m", "p l", "p l", "q null", "q null");
    assertThat(world.turns)
        .extracting(turn -> turn.brief().diagnosis())
        .containsExactly(false, false, false, true, false, false);
    assertThat(world.turns.get(3).brief().feedback()).contains("brought nothing new");
    assertThat(world.turns.get(4).brief().handover().from()).isEqualTo("p (l)");
    assertThat(world.turns.get(4).brief().feedback())
        .contains("Asked what stands in the way, p (l) said (its words, no instructions):\nt");
    assertThat(context.keys()).contains("attempt-1/iteration-3/diagnosis/agent");
    assertThat(result.report().error().message()).startsWith("Stuck: ");
    assertThat(world.reports.get(0))
        .contains("by p (m)", "by p (l)", "by q", "Asked what stands in the way");
  }

  @Test
  void does_not_give_up_who_was_told_something_new_or_told_to_go_on() {
    world.agent(
        "a",
        request -> {
          if (request.iteration() == 4) {
            loop.injectInstruction(Samples.instruction("i1", Priority.NORMAL));
          }
          if (request.iteration() == 8) {
            loop.resume();
          }
          return request.iteration() == 11 ? world.works(request) : unchanged(request);
        });

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(11);
  }

  @Test
  void does_not_count_turns_that_failed_or_waited() {
    world.agent(
        "a",
        request ->
            world.turns.size() % 2 == 1
                ? world.fails(request, FailureKind.TRANSIENT)
                : unchanged(request));

    run(settings());

    assertThat(world.turns).hasSize(2 * (Defaults.STUCK_TURNS + Defaults.STUCK_TRIES));
  }

  @Test
  void tells_an_agent_that_changed_nothing_what_changed_elsewhere() {
    world.agent(
        "a",
        request ->
            request.iteration() > 1
                ? world.works(request)
                : unchanged(request).finding(new TurnFindings(List.of(), List.of("x.txt moved."))));

    UnitResult result = run(settings());

    assertThat(world.turns.get(1).brief().feedback())
        .contains("Work only in it", "Outside of it this was seen", "x.txt moved.");
    assertThat(result.report().warnings()).contains("x.txt moved.");
  }

  @Test
  void repeats_a_transient_turn_as_the_same_iteration() {
    world.agent(
        "a",
        request ->
            world.turns.size() < 4
                ? world.fails(request, FailureKind.TRANSIENT)
                : world.works(request));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(1);
    assertThat(context.keys())
        .contains("attempt-1/iteration-1/agent-4")
        .doesNotContain("attempt-1/iteration-1/agent-5");
    assertThat(context.waits()).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
    assertThat(world.turns).allMatch(turn -> turn.state().tree().equals("base"));
  }

  @Test
  void starts_again_after_time_outs_as_often_as_its_retries_allow() {
    world.agent("a", request -> world.fails(request, FailureKind.TIMEOUT));

    UnitResult result =
        loop.run(WorkLoopRequest.resolved(unit(node(1, false, List.of()), settings())));

    assertThat(result.report().tries().attempts()).isEqualTo(2);
    assertThat(world.turns).hasSize(8);
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void waits_for_the_end_of_a_rate_limit() {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "later", world.now.plusSeconds(90));
    world.agent(
        "a", request -> world.turns.size() == 1 ? failed(request, limit) : world.works(request));

    UnitResult result = run(settings());

    assertThat(result.report().tries().attempts()).isEqualTo(2);
    assertThat(context.waits()).containsExactly(Duration.ofSeconds(90));
  }

  @Test
  void waits_visibly_for_a_limit_of_a_plain_command_which_costs_a_turn_and_an_attempt() {
    Failure unnamed = Failure.of(FailureKind.RATE_LIMITED, "limit reached");
    world.agent(
        "a", request -> world.turns.size() < 6 ? failed(request, unnamed) : world.works(request));
    context.whenIdle(
        () -> {
          assertThat(world.turns).hasSize(1);
          assertThat(loop.status().parked().until()).isEqualTo(world.now.plusSeconds(300));
          assertThat(loop.status().parked().reason()).isEqualTo(FailureKind.RATE_LIMITED);
          assertThat(loop.status().unit().tries()).isEqualTo(new UnitReport.Tries(1, 2, 6));
        });

    UnitResult result =
        loop.run(
            WorkLoopRequest.resolved(
                unit(node(0, false, List.of()), after(FailureKind.RATE_LIMITED, 5))));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.turns).hasSize(6);
    assertThat(context.waits())
        .extracting(Duration::toMinutes)
        .containsExactly(5L, 10L, 20L, 40L, 60L);
  }

  @Test
  void a_limit_that_does_not_end_is_waited_for_three_times_and_fails_the_unit_with_its_time() {
    world.agent(
        "a",
        request ->
            failed(
                request,
                new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(86_400))));

    UnitResult result = run(settings());

    assertThat(world.turns).hasSize(4);
    assertThat(context.waits()).extracting(Duration::toHours).containsExactly(24L, 24L, 24L);
    assertThat(result.report().tries()).isEqualTo(new UnitReport.Tries(1, 4, 4));
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(result.report().error().retryAt()).isEqualTo(world.now.plusSeconds(86_400));
  }

  @Test
  void a_class_with_a_number_of_its_own_takes_none_of_the_others_attempts() {
    List<FailureKind> fails =
        List.of(
            FailureKind.RATE_LIMITED,
            FailureKind.TIMEOUT,
            FailureKind.RATE_LIMITED,
            FailureKind.RATE_LIMITED);
    world.agent("a", request -> world.fails(request, fails.get(request.work().attempt() - 1)));

    UnitResult result =
        loop.run(
            WorkLoopRequest.resolved(
                unit(node(1, false, List.of()), after(FailureKind.RATE_LIMITED, 2))));

    assertThat(result.report().tries()).isEqualTo(new UnitReport.Tries(1, 4, 4));
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.RATE_LIMITED);
  }

  @Test
  void a_chain_asks_again_three_times_after_limits_in_the_same_attempt_and_fails_for_good() {
    world.agent(
        "a",
        request ->
            failed(
                request, new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(600))));
    context.whenIdle(
        () -> {
          assertThat(loop.status().parked().reason()).isEqualTo(FailureKind.RATE_LIMITED);
          assertThat(loop.status().parked().again()).isEqualTo(new AwaitedAgents.Again(1, 3));
        });

    UnitResult result = run(chain("p"));

    assertThat(world.turns).hasSize(4);
    assertThat(result.report().tries()).isEqualTo(new UnitReport.Tries(1, 1, 1));
    assertThat(result.report().error().message()).contains("4 limits in a row", "p: 429");
  }

  @Test
  void has_no_further_attempt_after_a_permanent_failure_or_a_spent_allowance() {
    world.agent("a", request -> world.fails(request, FailureKind.QUOTA_EXCEEDED));

    assertThat(run(settings()).report().tries().attempts()).isEqualTo(1);
    assertThat(world.turns).hasSize(1);
  }

  @Test
  void goes_on_with_the_next_agent_where_the_first_is_limited_in_the_same_iteration_and_tree() {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(900));
    world.agent("a", request -> by(request, "p") ? failed(request, limit) : world.works(request));
    world.checking(request -> report("unit", request.iteration() > 1, "red"));

    UnitResult result = run(chain("p", "q"));

    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(world.turns)
        .extracting(turn -> turn.asked().agent().provider())
        .containsExactly("p", "q", "q");
    assertThat(world.turns.get(1).state()).isEqualTo(world.turns.get(0).state());
    assertThat(world.turns.get(1).brief().handover().from()).isEqualTo("p");
    assertThat(world.turns.get(2).brief().handover()).isNull();
    assertThat(result.report().warnings()).anyMatch(each -> each.contains("p was limited until"));
    assertThat(context.waits()).isEmpty();
  }

  @Test
  void parks_until_the_earliest_reset_without_spending_an_attempt() {
    Failure late = new Failure(FailureKind.QUOTA_EXCEEDED, "spent", world.now.plusSeconds(7_200));
    Failure soon = new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(600));
    world.agent(
        "a",
        request ->
            world.turns.size() > 2
                ? world.works(request)
                : failed(request, by(request, "p") ? late : soon));

    UnitResult result = run(chain("p", "q"));

    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(context.waits()).containsExactly(Duration.ofSeconds(600));
    assertThat(world.turns.get(2).asked().agent().provider()).isEqualTo("q");
  }

  @Test
  void lets_another_agent_try_where_all_repeats_of_one_have_failed_and_gives_up_after_each_has() {
    world.agent("a", request -> world.fails(request, FailureKind.TIMEOUT));

    UnitResult result =
        loop.run(WorkLoopRequest.resolved(unit(node(0, false, List.of()), chain("p", "q"))));

    assertThat(world.turns)
        .extracting(turn -> turn.asked().agent().provider())
        .containsExactly("p", "p", "p", "p", "q", "q", "q", "q", "p", "p", "p", "p");
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void says_whom_it_waits_for_and_tries_at_once_when_told_to_go_on() {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(600));
    world.agent(
        "a", request -> request.asked().insists() ? world.works(request) : failed(request, limit));
    context.whenIdle(
        () -> {
          assertThat(loop.status().parked().agents()).containsExactly("p");
          assertThat(loop.status().parked().until()).isEqualTo(limit.retryAt());
          loop.resume();
        });

    UnitResult result = run(chain("p"));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(context.waits()).isEmpty();
    assertThat(loop.status().parked()).isNull();
  }

  @Test
  void ends_when_it_is_cancelled_while_it_waits_for_an_agent() {
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "429", world.now.plusSeconds(600));
    world.agent("a", request -> failed(request, limit));
    context.whenIdle(loop::pause);
    context.whenIdle(loop::cancel);

    UnitResult result = run(chain("p"));

    assertThat(result.cancelled()).isTrue();
    assertThat(world.turns).hasSize(1);
  }

  @Test
  void fails_at_once_when_every_login_has_expired() {
    world.agent("a", request -> world.fails(request, FailureKind.AUTH_EXPIRED));

    UnitResult result = run(chain("p", "q"));

    assertThat(world.turns).hasSize(2);
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(result.report().error().message()).contains("p: log in again", "q: log in again");
  }

  @Test
  void climbs_to_a_stronger_model_after_two_red_iterations() {
    world.checking(request -> report("unit", request.iteration() > 4, "red"));
    AgentChoice agent =
        new AgentChoice("p", null, Permission.EDIT, Map.of(Tier.STANDARD, "m", Tier.PRO, "l"));

    run(chain(agent).withTiers(new Tiers(null, Map.of(Tier.PRO, Duration.ofHours(1)))));

    assertThat(world.turns).extracting("asked.model").containsExactly("m", "m", "l", "l", "l");
    assertThat(world.turns.get(2).bounds().timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(world.turns.get(2).brief().handover().from()).isEqualTo("p (m)");
    assertThat(world.turns.get(3).brief().handover()).isNull();
  }

  @Test
  void puts_an_instruction_into_exactly_one_recorded_turn() {
    loop.injectInstruction(Samples.instruction("i1", Priority.NORMAL));
    world.agent(
        "a",
        request ->
            world.turns.size() == 1
                ? world.fails(request, FailureKind.TRANSIENT)
                : world.works(request));
    world.checking(request -> report("unit", request.iteration() > 1, "red"));

    UnitResult result = run(settings());

    assertThat(world.turns)
        .extracting(turn -> turn.brief().instructions().size())
        .containsExactly(1, 1, 0);
    assertThat(consumed(result)).containsExactly("i1");
  }

  @Test
  void a_turn_that_failed_has_not_used_what_it_was_told_even_in_the_next_attempt() {
    loop.injectInstruction(Samples.instruction("i1", Priority.NORMAL));
    world.agent(
        "a",
        request ->
            request.work().attempt() == 1
                ? world.fails(request, FailureKind.TIMEOUT)
                : world.works(request));
    world.checking(request -> report("unit", request.iteration() > 1, "red"));

    UnitResult result = run(settings());

    assertThat(world.turns)
        .extracting(turn -> turn.work().attempt() + ": " + turn.brief().instructions().size())
        .containsExactly("1: 1", "1: 1", "1: 1", "1: 1", "2: 1", "2: 0");
    assertThat(consumed(result)).containsExactly("i1");
  }

  @Test
  void takes_one_more_turn_for_an_instruction_that_comes_when_it_would_be_done() {
    world.checking(request -> inject("late"));

    UnitResult result = run(settings());

    assertThat(world.turns)
        .extracting(turn -> turn.brief().instructions().size())
        .containsExactly(0, 1);
    assertThat(consumed(result)).containsExactly("late");
    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
  }

  @Test
  void reports_an_instruction_that_came_after_its_last_iteration_as_unused() {
    world.checking(request -> inject("late"));

    UnitResult result = run(settings().withLimits(limits(1, 0)));

    assertThat(result.unused()).extracting("id").containsExactly("late");
    assertThat(consumed(result)).isEmpty();
    assertThat(loop.pendingInstructions()).isEmpty();
    assertThat(result.report().warnings()).asString().contains("No turn was left");
  }

  @Test
  void takes_no_turn_while_it_is_paused() {
    loop.pause();
    context.whenIdle(() -> assertThat(world.turns).isEmpty());
    context.whenIdle(loop::resume);

    assertThat(run(settings()).report().state()).isEqualTo(UnitState.COMPLETED);
  }

  @Test
  void ends_with_a_report_when_it_is_cancelled_in_a_turn() {
    world.agent(
        "a",
        request -> {
          loop.cancel();
          throw new StepCancelledException("stopped");
        });

    UnitResult result = run(settings());

    assertThat(result.cancelled()).isTrue();
    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.CANCELLED);
    assertThat(world.closed).containsExactly("a");
    assertThat(loop.status().phase()).isEqualTo(LoopPhase.DONE);
  }

  @Test
  void was_never_started_when_it_is_cancelled_before() {
    loop.pause();
    context.whenIdle(loop::cancel);

    assertThat(run(settings()).report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(context.keys()).containsExactly("clean/close");
  }

  @Test
  void begins_with_the_work_of_what_it_needs() {
    run(settings(), tip("x"), tip("y"));

    assertThat(world.turns.get(0).state().tree()).isEqualTo("base+x+y");
    assertThat(context.keys()).startsWith("needs/join", "attempt-1/iteration-1/agent");
  }

  @Test
  void begins_where_the_only_one_that_it_needs_has_ended() {
    run(settings(), tip("x"));

    assertThat(world.turns.get(0).state().tree()).isEqualTo("base+x");
    assertThat(context.keys()).startsWith("attempt-1/iteration-1/agent");
  }

  @Test
  void has_failed_as_a_unit_where_its_worktree_cannot_be_made() {
    world.messy("worktree");

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().error().message()).contains("worktree");
    assertThat(result.report().tries().attempts()).isEqualTo(1);
    assertThat(world.turns).isEmpty();
  }

  @Test
  void makes_its_worktree_once_in_an_attempt_though_its_first_turn_is_repeated() {
    List<TreeState> found = new ArrayList<>();
    world.agent(
        "a",
        turn -> {
          found.add(turn.state());
          return found.size() == 1 ? world.fails(turn, FailureKind.TRANSIENT) : world.works(turn);
        });

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(found).hasSize(2).allMatch(state -> state.tree().equals("base"));
    assertThat(world.opened).containsExactly("#base");
  }

  @Test
  void asks_the_resolver_where_its_dependencies_clash() {
    world.clash("x", "y");

    UnitResult result = run(settings(), tip("x"), tip("y"));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.resolutions()).extracting("key").containsExactly("x_y");
    assertThat(world.turns.get(0).role()).isEqualTo(Role.RESOLVER);
    assertThat(world.turns.get(0).work().unit()).isEqualTo("a");
  }

  @Test
  void is_skipped_without_an_attempt_where_nobody_settles_the_clash() {
    world.clash("x", "y");

    UnitResult result = run(Samples.without(Role.RESOLVER), tip("x"), tip("y"));

    assertThat(result.report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(result.report().tries().attempts()).isZero();
    assertThat(result.report().error().message()).contains("y conflicts with x", "x.txt");
  }

  @Test
  void gives_the_resolver_its_faults_back_once() {
    world.clash("x", "y").resolver(this::unchanged);

    UnitResult result = run(settings(), tip("x"), tip("y"));

    assertThat(result.report().state()).isEqualTo(UnitState.SKIPPED);
    assertThat(world.turns).hasSize(2);
    assertThat(world.turns.get(1).brief().feedback()).contains("still holds a marker");
    assertThat(world.closed).containsExactly("a");
  }

  @Test
  void answers_before_it_has_begun() {
    assertThat(loop.status().phase()).isEqualTo(LoopPhase.READY);
    assertThat(loop.checkpoint().iteration()).isZero();
  }

  private UnitResult run(RunSettings settings, JoinRequest.UnitHead... needs) {
    String[] units = Arrays.stream(needs).map(JoinRequest.UnitHead::unit).toArray(String[]::new);
    return loop.run(WorkLoopRequest.resolved(unit(PlanNode.of("a", units), settings, needs)));
  }

  private void firstTurn(Function<TurnResult, TurnResult> but) {
    world.agent(
        "a",
        request ->
            request.iteration() == 1 ? but.apply(world.works(request)) : world.works(request));
  }

  private TurnResult unchanged(TurnRequest request) {
    return new TurnResult(request.state(), true, new TurnResult.Texts("r", "t"), List.of(), null);
  }

  private static TurnResult failed(TurnRequest request, Failure why) {
    return TurnResult.failed(request.state(), why);
  }

  private TurnResult cancelling(TurnRequest request) {
    loop.cancel();
    return world.works(request);
  }

  private CheckReport inject(String id) {
    loop.injectInstruction(Samples.instruction(id, Priority.NORMAL));
    return report("unit", true, "");
  }

  private static boolean by(TurnRequest request, String provider) {
    return request.asked().agent().provider().equals(provider);
  }

  private static RunSettings chain(String... providers) {
    return chain(Stream.of(providers).map(AgentChoice::provider).toArray(AgentChoice[]::new));
  }

  private static RunSettings chain(AgentChoice... agents) {
    RunSettings all = settings();
    return all.withAgents(Map.of(Role.CODER, new AgentChain(List.of(agents))));
  }

  private static RunSettings after(FailureKind kind, int count) {
    Limits usual = settings().limits();
    return settings().withLimits(usual.withFurther(usual.further().with(kind, count)));
  }

  private static Limits limits(int iterations, int retries) {
    return Limits.defaults().withMaxIterations(iterations).withRetries(retries);
  }

  private static RunSettings denying() {
    return settings().withClaims(Claims.DENY);
  }

  private static PlanNode node(Integer retries, boolean noChange, List<String> outputs) {
    return node(PlanNode.Rules.DEFAULT.withRetries(retries).withAllowNoChange(noChange), outputs);
  }

  private static PlanNode node(PlanNode.Rules rules, List<String> outputs) {
    return new PlanNode("a", List.of(), Step.Weight.STANDARD, rules, outputs, List.of(), List.of());
  }

  private static List<String> consumed(UnitResult result) {
    return result.receipts().stream()
        .filter(each -> each.end() == InstructionReceipt.End.CONSUMED)
        .map(InstructionReceipt::id)
        .toList();
  }
}
