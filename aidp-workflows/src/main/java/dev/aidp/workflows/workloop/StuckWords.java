package dev.aidp.workflows.workloop;

import dev.aidp.command.CheckResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Count;
import dev.aidp.run.Defaults;
import dev.aidp.run.Work;
import dev.aidp.text.Excerpt;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of iterations that bring nothing new: to the agent, and to people. */
final class StuckWords {

  /** Turns that a diagnosis names, and those that a report does. */
  private static final int FEW = 3;

  private static final int MANY = 20;

  /** Longest words on one turn, and on what is lacking, in characters. */
  private static final int LINE = 500;

  private StuckWords() {}

  /** Returns what the next prompt says of it. */
  static String diagnosis(Stagnation stagnation) {
    return """
    Your last turns brought nothing new: %s. What was tried:
    %s
    Do not do the same once more: find out why it did not help, and take another way. If something that you cannot \
    change stands in the way, say plainly what it is and what is needed. If nothing new comes, this work is given up.\
    """
        .formatted(stagnation.what(), lines(stagnation, FEW));
  }

  /** Returns what the next prompt says of a turn that changed nothing where it should have. */
  static String astray(List<String> warnings) {
    return "Your last turn changed nothing in your current folder. Work only in it, and only by"
        + " paths in it. Outside of it this was seen, which may be work of yours that went"
        + " astray: "
        + Excerpt.start(String.join(" ", warnings), LINE * 2);
  }

  /** Returns why the unit is given up. */
  static Failure failure(Stagnation stagnation, UnmetCriteria lacking, Work work) {
    String said = last(stagnation).said().replaceAll("\\s+", " ");
    return Failure.of(
        FailureKind.PERMANENT,
        "Stuck: %s (%s). %sSettle what stands in its way (its log ends with a report), then retry it."
            .formatted(
                stagnation.what(),
                Excerpt.start(lacking.summary(), LINE),
                said.isEmpty() ? "" : "The agent's last words: \"" + said + "\". "));
  }

  /** Returns the failure of a unit whose last turn wanted {@code what} before a further one. */
  static Failure wantedLast(int most, String what) {
    return Failure.of(
        FailureKind.PERMANENT,
        "Its %d iterations are used up, and its last turn %s"
            .formatted(most, Excerpt.start(what, 300)));
  }

  /** Returns why the unit is given up whose iterations are used up. */
  static Failure exhausted(int most, UnmetCriteria lacking) {
    return Failure.of(
        FailureKind.PERMANENT,
        "Not done after %s (%s). Look at its log, then retry it with another task, checks or limits.max_iterations."
            .formatted(Count.of(most, "iteration"), lacking.summary()));
  }

  /** Returns the report of it, at most {@link Defaults#STUCK_REPORT} characters. */
  static String report(
      Stagnation stagnation, UnmetCriteria lacking, String said, List<Diagnosis> diagnoses) {
    StringBuilder text = new StringBuilder("Stuck: ").append(stagnation.what()).append(".\n");
    text.append("Lacking at the end: ")
        .append(Excerpt.start(lacking.summary(), LINE))
        .append(".\n\nTurns:\n");
    text.append(lines(stagnation, MANY))
        .append("\n\nThe agent's last words:\n")
        .append(said.strip())
        .append('\n');
    diagnoses.stream()
        .filter(each -> !each.said().isEmpty())
        .forEach(
            each ->
                text.append("\nAsked what stands in the way, %s said:\n".formatted(each.agent()))
                    .append(each.said())
                    .append('\n'));
    int room = Math.max(0, Defaults.STUCK_REPORT - text.length());
    int checks = Math.max(1, lacking.red().size());
    lacking.red().forEach(check -> text.append(Excerpt.start(red(check), room / checks)));
    return Excerpt.start(text.toString(), Defaults.STUCK_REPORT);
  }

  private static String red(CheckResult check) {
    return "\nThe check %s stayed red (%s; all of its output: %s):\n%s\n"
        .formatted(check.name(), IterationOutcome.how(check), check.output(), check.digest());
  }

  private static String lines(Stagnation stagnation, int most) {
    List<IterationOutcome> all = stagnation.standing();
    return all.subList(Math.max(0, all.size() - most), all.size()).stream()
        .map(each -> "- " + Excerpt.start(line(each), LINE))
        .collect(Collectors.joining("\n"));
  }

  private static String line(IterationOutcome tried) {
    return "iteration %d by %s %s; lacking: %s%s"
        .formatted(
            tried.iteration(),
            tried.agent(),
            tried.changed() ? "changed files" : "changed nothing",
            String.join(", ", tried.lacking()),
            tried.said().isEmpty() ? "" : "; it said: " + tried.said().replaceAll("\\s+", " "));
  }

  private static IterationOutcome last(Stagnation stagnation) {
    return stagnation.tried().get(stagnation.tried().size() - 1);
  }
}
