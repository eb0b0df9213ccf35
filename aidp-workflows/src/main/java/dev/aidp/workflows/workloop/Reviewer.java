package dev.aidp.workflows.workloop;

import dev.aidp.agent.Handoff;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Defaults;
import dev.aidp.run.Instruction;
import dev.aidp.run.Review;
import dev.aidp.run.Role;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.ReviewActivities;
import dev.aidp.workloop.ReviewReading;
import dev.aidp.workloop.UnitWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reviews of one attempt, where somebody plays the reviewer: each reads what would be done,
 * before it is committed. What it finds and blocks goes back to the coder a few times; a review
 * that fails, and what then remains, are warnings.
 */
final class Reviewer {

  /** More warnings are not read; the reply in the evidence has all. */
  private static final int MOST_TOLD = 10;

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final Consumer<TurnRecord> taken;
  private final @Nullable TurnExecutor turns;
  private List<Finding> found = List.of();
  private List<String> warnings = List.of();
  private String reviewed = "";
  private int rounds;
  private boolean cut;
  private boolean reviewing;

  /** Makes one; {@code taken} is told of each turn that was recorded. */
  Reviewer(WorkflowContext context, Steering steering, UnitWork unit, Consumer<TurnRecord> taken) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.taken = taken;
    this.turns =
        unit.settings().agent(Role.REVIEWER) == null
            ? null
            : new TurnExecutor(
                context, steering, unit.settings(), Role.REVIEWER, unit.node().weight());
  }

  /** Returns what a person should know. */
  List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (turns != null) {
      all.addAll(turns.told());
    }
    return all;
  }

  /** Returns whether somebody looks at the work now. */
  boolean reviewing() {
    return reviewing;
  }

  /** Returns whether a review was not taken to its end because the run shall end. */
  boolean cut() {
    return cut;
  }

  /**
   * Reviews what {@code progress} has reached since {@code start}, if there is anybody to do that,
   * and anything that was not reviewed; returns what goes back to the coder.
   */
  Optional<String> review(LoopProgress progress, TreeState start, TurnRequest last) {
    TreeState state = last.state();
    boolean nothingNew = state.tree().equals(start.tree()) || state.tree().equals(reviewed);
    if (turns == null || nothingNew || steering.cancelled()) {
      warnings = found.isEmpty() ? warnings : remaining(found);
      return Optional.empty();
    }
    if (reviewed.isEmpty()) {
      turns.begin(start.head());
    }
    reviewed = state.tree();
    Outcome outcome;
    reviewing = true;
    try {
      outcome = asked(turns, progress, start, last);
    } catch (StepFailedException e) {
      outcome = new Outcome(null, e.failure());
    } finally {
      reviewing = false;
    }
    return judged(progress, outcome);
  }

  /** How asking for a review ended. */
  private record Outcome(@Nullable ReviewReading reading, @Nullable Failure failure) {}

  private Outcome asked(
      TurnExecutor asked, LoopProgress progress, TreeState start, TurnRequest last) {
    String before = before();
    for (int turn = 1; ; turn++) {
      String about = before;
      String scope = turn == 1 ? "review" : "review-" + turn;
      Outcome outcome =
          context.scope(scope, () -> turn(asked, progress, start, request(last, start, about)));
      ReviewReading reading = outcome.reading();
      if (reading == null || reading.readable()) {
        return outcome;
      }
      if (turn > Defaults.REVIEW_CORRECTIONS) {
        return new Outcome(
            null,
            Failure.of(
                FailureKind.PERMANENT,
                "its document, after %d corrections, cannot be read: %s"
                    .formatted(Defaults.REVIEW_CORRECTIONS, faults(reading))));
      }
      before = "Your last review cannot be read; print it again, mended:\n" + faults(reading);
    }
  }

  private Outcome turn(
      TurnExecutor asked, LoopProgress progress, TreeState start, TurnRequest request) {
    TurnResult result =
        asked.take(
            unit.node().weight(),
            () -> request,
            recorded ->
                taken.accept(
                    asked.taken(progress.last().attempt(), progress.iteration(), recorded)));
    if (result.failure() != null) {
      return new Outcome(null, result.failure());
    }
    Step step = Step.command().on(unit.node().weight()).once().named("findings");
    return new Outcome(
        context
            .steps(ReviewActivities.class, step)
            .read(result.texts().reply(), start.head(), request.state().tree()),
        null);
  }

  private TurnRequest request(TurnRequest last, TreeState start, String about) {
    PromptContext brief =
        new PromptContext(unit.plan(), about, List.<Instruction>of(), null)
            .withHandover(new Handoff("the coder", null, start.head(), ""));
    return last.withRole(Role.REVIEWER)
        .withAsked(TurnRequest.Asked.of(TurnExecutor.agent(unit.settings(), Role.REVIEWER).first()))
        .withBrief(brief)
        .withArtifacts(new TurnRequest.Artifacts(unit.given().inputs(), List.of()));
  }

  private String before() {
    return found.isEmpty()
        ? ""
        : "In your last review you found this. The coder has worked on it since; say again what still"
            + " holds.\n"
            + list(found);
  }

  private Optional<String> judged(LoopProgress progress, Outcome outcome) {
    Failure failure = outcome.failure();
    if (failure != null) {
      cut = failure.kind() == FailureKind.CANCELLED;
      warnings = cut ? List.of() : List.of("The review failed: " + failure.message());
      return Optional.empty();
    }
    ReviewReading reading = outcome.reading();
    found = reading == null ? List.of() : reading.findings();
    List<Finding> blocking = found.stream().filter(this::blocks).toList();
    boolean again =
        rounds < unit.settings().review().rounds()
            && progress.iteration() < unit.settings().limits().maxIterations();
    if (blocking.isEmpty() || !again) {
      warnings = remaining(found);
      return Optional.empty();
    }
    warnings = List.of();
    rounds++;
    return Optional.of(
        Excerpt.start(
            "All checks pass, but a reviewer found this in your work. Mend it; where a finding is wrong,"
                + " leave the code and say why.\n"
                + list(blocking),
            Defaults.FEEDBACK_TEXT));
  }

  private boolean blocks(Finding finding) {
    Review review = unit.settings().review();
    return review.blocks(finding.severity()) && !finding.untouched();
  }

  private static List<String> remaining(List<Finding> found) {
    List<String> all = new ArrayList<>();
    found.stream()
        .limit(MOST_TOLD)
        .forEach(each -> all.add("The reviewer found, and it was left so: " + each.text()));
    if (found.size() > MOST_TOLD) {
      all.add("The reviewer found %d more things.".formatted(found.size() - MOST_TOLD));
    }
    return all;
  }

  private static String list(List<Finding> findings) {
    return findings.stream().map(each -> "- " + each.text()).collect(Collectors.joining("\n"));
  }

  private static String faults(ReviewReading reading) {
    List<UsageException.Detail> faults = reading.faults();
    return faults.stream()
        .map(each -> each.where() + ": " + each.message())
        .collect(Collectors.joining("\n"));
  }
}
