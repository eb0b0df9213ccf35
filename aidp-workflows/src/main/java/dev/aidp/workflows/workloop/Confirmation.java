package dev.aidp.workflows.workloop;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.TreeState;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.PartNews;
import dev.aidp.workflows.steering.Steering;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Asks a person where work that is otherwise done has changed what needs an approval.
 *
 * @param context of the unit's run
 * @param steering where the answer is heard
 * @param unit whose work it is
 * @param start what the work began from
 * @param news whether a person has said something that no turn has heard
 */
record Confirmation(
    WorkflowContext context,
    Steering steering,
    String unit,
    TreeState start,
    BooleanSupplier news) {

  private static final Failure CANCELLED =
      Failure.of(FailureKind.CANCELLED, "It was told to end before its changes were approved.");

  /**
   * Returns where a loop stands that has {@code passed}: there still if it is done, further if not.
   *
   * @param paths what it has changed that needs an approval
   * @param more whether there may be a further iteration
   */
  LoopProgress of(LoopProgress passed, List<String> paths, boolean more) {
    BooleanSupplier told = () -> more && news.getAsBoolean();
    if (told.getAsBoolean()) {
      return passed.toldMore();
    }
    if (paths.isEmpty()) {
      return passed;
    }
    String what = String.join(", ", paths);
    Optional<Answer> answer = PartNews.ask(context, steering, question(passed, what), told);
    if (steering.cancelled()) {
      return passed.done(CANCELLED);
    }
    if (answer.isEmpty()) {
      return passed.toldMore();
    }
    String reason = answer.get().reason();
    return answer.get().approved()
        ? passed
        : more ? passed.rejected(feedback(what, reason)) : passed.done(failure(what, reason));
  }

  private Waiting question(LoopProgress passed, String what) {
    TreeState left = Objects.requireNonNull(passed.last().state());
    return new Waiting(
        Waiting.Reason.APPROVAL,
        "The unit '%s' is done, and has changed what needs an approval (guards.confirm): %s."
            .formatted(unit, what),
        "Look at it (git diff %s %s), then approve or reject it."
            .formatted(start.head(), left.tree()),
        null,
        context.now());
  }

  private static String feedback(String what, String reason) {
    return "A person has looked at your changes of %s and has rejected them%s"
        .formatted(
            what,
            reason.isEmpty() ? ". Undo them, or solve the task in another way." : ": " + reason);
  }

  private static Failure failure(String what, String reason) {
    return Failure.of(
        FailureKind.PERMANENT,
        "Its changes of %s were rejected%s, and no iteration is left."
            .formatted(what, reason.isEmpty() ? "" : " (" + reason + ")"));
  }
}
