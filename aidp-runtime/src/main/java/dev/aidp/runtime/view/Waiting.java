package dev.aidp.runtime.view;

import dev.aidp.run.AwaitedAgents;
import dev.aidp.runtime.view.RunView.UnitView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What is shown of units that wait until an agent can be asked again. */
final class Waiting {

  private static final String BEGINNING = "waiting for ";

  /** What a unit does that waits for a person's approval. */
  static final String APPROVAL = BEGINNING + dev.aidp.run.Waiting.Reason.APPROVAL.wireName();

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private Waiting() {}

  /** Returns what a unit does: {@code waiting for claude until 14:05 UTC}. */
  static String text(AwaitedAgents parked, Instant now) {
    var until = parked.until().atZone(ZoneOffset.UTC);
    boolean today = until.toLocalDate().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return BEGINNING
        + String.join(", ", parked.agents())
        + " until "
        + (today ? TIME : DAY).format(until)
        + " UTC";
  }

  /** Returns what is to be said of a run whose planner or merge waits. */
  static String note(AwaitedAgents parked, Instant now) {
    return "It is " + text(parked, now) + "; it goes on by itself.";
  }

  /** Returns what is to be said of a run all of whose running units wait, as {@code one} does. */
  static String note(UnitView one) {
    return "Every running unit is " + one.doing() + "; it goes on by itself.";
  }
}
