package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.TreeState;
import dev.aidp.run.Baseline;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.List;

/**
 * The run's checks on the commit that it starts from, before the first turn: what is red there is
 * not the fault of anybody's work.
 */
public final class BaseChecks {

  private final WorkflowContext context;
  private final Steering steering;
  private final RunSettings settings;
  private final Work work;

  /** Makes those of one generation of a run. */
  public BaseChecks(
      WorkflowContext context,
      Steering steering,
      RunSettings settings,
      String run,
      int generation) {
    this.context = context;
    this.steering = steering;
    this.settings = settings;
    this.work = new Work(run, generation, Work.CLEAN, 1);
  }

  /** Returns what people are told of a check that is red on the base. */
  public static String warning(String check) {
    return "The check %s is red on the commit that the run starts from, before any work."
        .formatted(check);
  }

  /**
   * Returns the names of the checks that are red on {@code base}, in steps {@code tree} and {@code
   * checks}; none if nobody shall look.
   *
   * @throws StepFailedException if none may be red and one is
   */
  public ImmutableList<String> red(String base) {
    if (settings.baseline() == Baseline.OFF || required().isEmpty()) {
      return ImmutableList.of();
    }
    steering.await(context, steering::mayRun);
    if (steering.cancelled()) {
      return ImmutableList.of();
    }
    ChecksRequest request = request(tree(base));
    Outcome<CheckReport> outcome =
        context.until(steering::cancelled, () -> command().checks(request));
    if (steering.cancelled()) {
      return ImmutableList.of();
    }
    CheckReport report = outcome.orThrow();
    if (!report.reused()) {
      steering.used(Usage.CLEAN_RUN);
    }
    List<CheckResult> red = report.red();
    if (settings.baseline() == Baseline.REQUIRE && !red.isEmpty()) {
      throw new StepFailedException(Failure.of(FailureKind.PERMANENT, refused(red)));
    }
    return red.stream().map(CheckResult::name).collect(ImmutableList.toImmutableList());
  }

  /** Of those that only warn nobody needs to know what they say before any work. */
  private List<Check> required() {
    return settings.checks().stream().filter(check -> !check.optional()).toList();
  }

  private TreeState tree(String base) {
    JoinRequest nothing =
        new JoinRequest(work, base, List.of(), List.of(), List.of(), Strategy.MERGE);
    return context
        .steps(GitActivities.class, Step.command().once().named("tree"))
        .join(nothing)
        .state();
  }

  private CommandActivities command() {
    return context.steps(CommandActivities.class, Step.command().once());
  }

  private ChecksRequest request(TreeState state) {
    return new ChecksRequest(
        work,
        1,
        state,
        new ChecksRequest.Required(required(), "", List.of()),
        new ChecksRequest.Bounds(state.head(), settings.claims()),
        settings.limits().checkTimeout(),
        settings.flakyReruns(),
        // Who may not begin on a red base can only have the checks run again.
        settings.baseline() == Baseline.REQUIRE
            ? ChecksRequest.Where.CLEAN
            : ChecksRequest.Where.CLEAN_ONCE);
  }

  private static String refused(List<CheckResult> red) {
    StringBuilder text = new StringBuilder();
    red.forEach(
        check ->
            text.append(warning(check.name())).append('\n').append(check.digest()).append('\n'));
    return text + "Make the base green, correct the check, or set checks.baseline to warn.";
  }
}
