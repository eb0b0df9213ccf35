package dev.aidp.workflows.workloop;

import static dev.aidp.workflows.script.Samples.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Defaults;
import dev.aidp.run.Priority;
import dev.aidp.run.Review;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Severity;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.ReviewReading;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A reviewer that finds things, and reviewers as people have met them. */
class ReviewerTest {

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f/a", world, new Random(1));
  private final WorkLoopWorkflowImpl loop = new WorkLoopWorkflowImpl(context);

  ReviewerTest() {
    world.agent("a", ReviewerTest::another);
  }

  @Test
  void without_a_reviewer_there_is_no_step_more() {
    UnitResult result = run(Samples.settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(context.keys())
        .containsExactly("attempt-1/iteration-1/agent", "attempt-1/commit", "tidy");
  }

  @Test
  void a_reviewer_that_finds_nothing_costs_two_steps_and_says_nothing() {
    UnitResult result = run(settings());

    assertThat(context.keys())
        .containsExactly(
            "attempt-1/iteration-1/agent",
            "attempt-1/iteration-1/review/agent",
            "attempt-1/iteration-1/review/findings",
            "attempt-1/commit",
            "tidy");
    assertThat(result.report().warnings()).isEmpty();
    assertThat(result.report().tries().iterations()).isEqualTo(1);
  }

  @Test
  void it_reads_exactly_the_green_tree_and_what_it_leaves_is_not_committed() {
    world.reviewer(
        request ->
            new TurnResult(
                new TreeState("other", "other"),
                true,
                new TurnResult.Texts("review", ""),
                List.of(),
                null));

    run(settings());

    TurnRequest review = reviews().get(0);
    assertThat(review.state().tree()).isEqualTo("a+base+t1");
    assertThat(review.brief().handover().start()).isEqualTo("#base");
    assertThat(world.branches).containsEntry("b/a", "#a+base+t1");
  }

  @Test
  void grave_findings_go_back_to_the_coder_and_then_it_is_done() {
    world.reviews.add(found(high("It is never closed."), low("A long name.")));

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(2);
    TurnRequest second = coder().get(1);
    assertThat(second.brief().feedback())
        .contains("a reviewer found", "- high: x.txt:3: It is never closed.")
        .doesNotContain("A long name");
    assertThat(reviews().get(1).brief().feedback())
        .contains("In your last review you found", "It is never closed.", "A long name.");
    assertThat(result.report().warnings()).isEmpty();
  }

  @Test
  void a_reviewer_that_is_never_satisfied_has_two_rounds_and_the_rest_is_a_warning() {
    for (int i = 1; i < 10; i++) {
      world.reviews.add(found(high("Fault " + i + ".")));
    }

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(3);
    assertThat(result.report().warnings())
        .containsExactly("The reviewer found, and it was left so: high: x.txt:3: Fault 3.");
  }

  @Test
  void what_does_not_block_is_a_warning_and_with_never_nothing_blocks() {
    world.reviews.add(found(high("One."), low("Two.")));

    UnitResult result = run(settings().withReview(new Review(null, 2)));

    assertThat(result.report().tries().iterations()).isEqualTo(1);
    assertThat(result.report().warnings())
        .hasSize(2)
        .allMatch(each -> each.startsWith("The reviewer found"));
  }

  @Test
  void a_finding_about_a_file_that_the_work_has_not_touched_sends_nobody_back() {
    world.reviews.add(found(high("It was so before.").in(true)));

    UnitResult result = run(settings());

    assertThat(result.report().tries().iterations()).isEqualTo(1);
    assertThat(result.report().warnings()).hasSize(1);
  }

  @Test
  void a_coder_that_leaves_the_files_as_they_are_is_not_reviewed_again() {
    world.agent("a", world::works);
    world.reviews.add(found(high("The same, again and again.")));
    world.reviews.add(found(high("The same, again and again.")));

    UnitResult result = run(settings());

    assertThat(reviews()).hasSize(1);
    assertThat(result.report().tries().iterations()).isEqualTo(2);
    assertThat(result.report().warnings()).hasSize(1);
  }

  @Test
  void work_that_changes_nothing_is_not_reviewed() {
    world.agent(
        "a",
        request ->
            new TurnResult(request.state(), true, new TurnResult.Texts("r", "t"), List.of(), null));

    PlanNode node = PlanNode.of("a");
    PlanNode lenient =
        new PlanNode(
            node.id(),
            node.dependsOn(),
            node.weight(),
            node.rules().withAllowNoChange(true),
            node.outputs(),
            node.inputs(),
            node.files());
    UnitResult result = loop.run(WorkLoopRequest.resolved(unit(lenient, settings())));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(reviews()).isEmpty();
  }

  @Test
  void in_the_last_iteration_findings_are_warnings() {
    world.reviews.add(found(high("Late.")));

    UnitResult result =
        run(settings().withLimits(Samples.settings().limits().withMaxIterations(1)));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().warnings()).hasSize(1);
  }

  @Test
  void a_document_that_cannot_be_read_is_asked_for_again_with_its_faults() {
    world.reviews.add(fault("review:1:3: unknown key 'titel'"));

    UnitResult result = run(settings());

    assertThat(reviews().get(1).brief().feedback())
        .contains("cannot be read", "unknown key 'titel'");
    assertThat(context.keys()).contains("attempt-1/iteration-1/review-2/agent");
    assertThat(result.report().warnings()).isEmpty();
  }

  @Test
  void after_three_corrections_the_review_has_failed_and_the_unit_is_done_with_a_warning() {
    for (int i = 0; i < 10; i++) {
      world.reviews.add(fault("there is no review"));
    }

    UnitResult result = run(settings());

    assertThat(reviews()).hasSize(1 + Defaults.REVIEW_CORRECTIONS);
    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().warnings()).singleElement().asString().contains("review failed");
  }

  @Test
  void a_reviewer_that_cannot_be_asked_is_a_warning() {
    world.reviewer(request -> world.fails(request, FailureKind.PERMANENT));

    UnitResult result = run(settings());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().warnings()).containsExactly("The review failed: It is permanent");
  }

  @Test
  void its_turns_are_in_the_evidence_and_what_they_cost_is_in_the_report() {
    world.reviews.add(found(high("One.")));
    world.reviewer(
        request ->
            new TurnResult(
                    request.state(), false, new TurnResult.Texts("review", ""), List.of(), null)
                .withUsage(new Usage(7, 0, 0, 0, 0, false)));

    UnitResult result = run(settings());

    assertThat(world.claims.get(0).rest().turns())
        .extracting(TurnRecord::role)
        .containsExactly(Role.CODER, Role.REVIEWER, Role.CODER, Role.REVIEWER);
    assertThat(result.report().usage().tokens()).isEqualTo(14);
  }

  @Test
  void what_a_person_says_meanwhile_is_heard_before_the_work_is_done() {
    world.reviewer(
        request -> {
          if (reviews().size() == 1) {
            loop.injectInstruction(Samples.instruction("more", Priority.NORMAL));
          }
          return new TurnResult(
                  request.state(), false, new TurnResult.Texts("review", ""), List.of(), null)
              .finding(new TurnFindings(List.of(), List.of("The reviewer changed files.")));
        });

    UnitResult result = run(settings());

    assertThat(coder().get(1).brief().instructions()).hasSize(1);
    assertThat(result.report().warnings()).containsExactly("The reviewer changed files.");
  }

  @Test
  void a_cancel_ends_it_in_its_review() {
    world.reviewer(
        request -> {
          loop.cancel();
          throw new dev.aidp.failure.StepCancelledException("stopped");
        });

    UnitResult result = run(settings());

    assertThat(result.cancelled()).isTrue();
    assertThat(world.branches).isEmpty();
  }

  private List<TurnRequest> reviews() {
    return world.turns.stream().filter(turn -> turn.role() == Role.REVIEWER).toList();
  }

  private List<TurnRequest> coder() {
    return world.turns.stream().filter(turn -> turn.role() == Role.CODER).toList();
  }

  /** Leaves something new in each iteration. */
  private static TurnResult another(TurnRequest request) {
    TreeState state = World.with(World.with(request.state(), "a"), "t" + request.iteration());
    return new TurnResult(state, true, new TurnResult.Texts("r", "t"), List.of(), null);
  }

  private static ReviewReading found(Finding... findings) {
    return new ReviewReading(List.of(findings), List.of());
  }

  private static ReviewReading fault(String message) {
    return new ReviewReading(List.of(), List.of(new UsageException.Detail("review", message)));
  }

  private static Finding high(String message) {
    return new Finding(Severity.HIGH, "x.txt", 3, message, false);
  }

  private static Finding low(String message) {
    return new Finding(Severity.LOW, null, null, message, false);
  }

  private static RunSettings settings() {
    Map<Role, AgentChain> agents = new EnumMap<>(Samples.settings().agents());
    agents.put(Role.REVIEWER, AgentChain.command("review"));
    return Samples.settings().withAgents(agents);
  }

  private UnitResult run(RunSettings settings) {
    return loop.run(WorkLoopRequest.resolved(unit(PlanNode.of("a"), settings)));
  }
}
