package dev.aidp.runtime.view;

import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView.UnitView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** What is shown of units that wait until an agent can be asked again. */
final class Waiting {

  private static final String BEGINNING = "waiting for ";

  /** What a unit does that waits for a person's approval. */
  static final String APPROVAL = BEGINNING + dev.aidp.run.Waiting.Reason.APPROVAL.wireName();

  private static final String UNTIL = " until ";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private Waiting() {}

  /** Returns what a unit does: {@code waiting for claude until 14:05 UTC}. */
  static String text(AwaitedAgents parked, Instant now) {
    var until = parked.until().atZone(ZoneOffset.UTC);
    boolean today = until.toLocalDate().equals(LocalDate.ofInstant(now, ZoneOffset.UTC));
    return BEGINNING
        + String.join(", ", parked.agents())
        + UNTIL
        + (today ? TIME : DAY).format(until)
        + " UTC";
  }

  /** Returns what is to be said of a run whose planner or merge waits. */
  static String note(AwaitedAgents parked, Instant now) {
    return "It is " + text(parked, now) + "; it goes on by itself.";
  }

  private static boolean parked(UnitView unit) {
    String doing = unit.doing();
    return doing != null && doing.startsWith(BEGINNING) && doing.contains(UNTIL);
  }

  /** Returns what is to be said of a run all of whose running units wait. */
  static Optional<String> note(List<UnitView> units) {
    List<UnitView> running =
        units.stream().filter(unit -> unit.state() == UnitState.RUNNING).toList();
    boolean all = !running.isEmpty() && running.stream().allMatch(unit -> parked(unit));
    return all
        ? Optional.of("Every running unit is " + running.get(0).doing() + "; it goes on by itself.")
        : Optional.empty();
  }
}
