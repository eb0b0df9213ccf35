package dev.aidp.workflows.workloop;

import dev.aidp.run.Waiting;
import dev.aidp.text.Durations;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.PartNews;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The questions of a unit. Each waits for a person as long as the patience lasts. Where nobody has
 * answered, nobody is there: later ones do not wait, until somebody has said something again.
 */
final class Questions {

  /** Who is answered within it goes on in its place, which is then given back. */
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Enough of a question to know it again. */
  private static final int SHOWN = 300;

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final List<String> unanswered = new ArrayList<>();
  private Duration left;
  private int heard;

  Questions(WorkflowContext context, Steering steering, UnitWork unit) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.left = unit.settings().patience();
  }

  /** Returns what a person should know: which questions nobody has answered. */
  List<String> unanswered() {
    return unanswered;
  }

  /**
   * Waits for the answer, which is an instruction to the next turn, or for the end of the patience
   * or of the run. Returns what the next prompt says besides.
   */
  String ask(String question) {
    if (steering.instructions().told() != heard) {
      left = unit.settings().patience();
    }
    Instant since = context.now();
    boolean answered = !left.isZero() && answered(question);
    left = answered ? unit.settings().patience() : Duration.ZERO;
    heard = steering.instructions().told();
    if (!answered && !steering.cancelled()) {
      unanswered.add(
          "Nobody answered its question, so it decided by itself: "
              + Excerpt.start(oneLine(question), SHOWN));
    }
    return answered ? answeredText(question) : alone(question, since);
  }

  private boolean answered(String question) {
    Waiting what = waiting(question);
    steering.ask(what);
    PartNews.tell(context, steering, what);
    Duration first = left.compareTo(SOON) < 0 ? left : SOON;
    boolean soon = waited(first);
    if (!soon && left.compareTo(first) > 0) {
      waited(left.minus(first));
    }
    boolean answered = !steering.asks();
    steering.ask(null);
    PartNews.tell(context, steering, null);
    return answered && !steering.cancelled();
  }

  private boolean waited(Duration limit) {
    return steering.await(context, limit, () -> steering.cancelled() || !steering.asks());
  }

  private Waiting waiting(String question) {
    String id = unit.node().id();
    return new Waiting(
        Waiting.Reason.QUESTION,
        "The unit '%s' asks: %s".formatted(id, question),
        "Answer it; after %s it decides by itself.".formatted(Durations.text(left)),
        "questions.patience",
        context.now(),
        new Waiting.Question(id, question));
  }

  private static String answeredText(String question) {
    return "In your last turn you asked:\n"
        + question
        + "\nThe answer is among the instructions above.";
  }

  private String alone(String question, Instant since) {
    Duration waited = Duration.between(since, context.now());
    return "In your last turn you asked:\n%s\nNobody has answered%s. Do not ask again: decide by yourself, go on, and say in your reply what you have decided and why."
        .formatted(question, waited.isZero() ? "" : " within " + Durations.text(waited));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
