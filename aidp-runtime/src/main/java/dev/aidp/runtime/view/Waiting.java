package dev.aidp.runtime.view;

import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.UnitReport;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.text.Excerpt;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** What is shown of units that wait until an agent can be asked again. */
final class Waiting {

  private static final String BEGINNING = "waiting for ";

  /** What a unit does that waits for a person's approval. */
  static final String APPROVAL = BEGINNING + dev.aidp.run.Waiting.Reason.APPROVAL.wireName();

  /** Enough of a command to know it. */
  private static final int NAME = 60;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private Waiting() {}

  /**
   * Returns what a unit does: {@code waiting for claude until 14:05 UTC (rate limited, attempt 2 of
   * 4)}.
   */
  static String text(AwaitedAgents parked, UnitReport.Tries tries, Instant now) {
    RetryView retry = RetryView.of(parked, tries);
    String which =
        retry == null || retry.number() == null
            ? ""
            : ", %s %d of %d"
                .formatted(
                    parked.again() == null ? "attempt" : "try", retry.number(), retry.most());
    return text(parked, now)
        + (retry == null ? "" : " (" + retry.reason().wireName().replace('_', ' ') + which + ")");
  }

  private static String text(AwaitedAgents parked, Instant now) {
    var until = parked.until().atZone(ZoneOffset.UTC);
    boolean today = until.toLocalDate().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return BEGINNING
        + parked.agents().stream().map(Waiting::name).collect(Collectors.joining(", "))
        + " until "
        + (today ? TIME : DAY).format(until)
        + " UTC";
  }

  /** A plain command may be a whole script. */
  private static String name(String agent) {
    return Excerpt.start(agent.strip().lines().findFirst().orElse(""), NAME);
  }

  /** Returns what is to be said of a run whose planner or merge waits. */
  static String note(AwaitedAgents parked, Instant now) {
    return "It is " + text(parked, new UnitReport.Tries(0, 0), now) + "; it goes on by itself.";
  }

  /** Returns what is to be said of a run all of whose running units wait, as {@code one} does. */
  static String note(UnitView one) {
    return "Every running unit is " + one.doing() + "; it goes on by itself.";
  }
}
