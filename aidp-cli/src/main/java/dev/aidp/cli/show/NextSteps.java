package dev.aidp.cli.show;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.util.List;

/** What a person may do with a run as it stands: commands to copy. */
final class NextSteps {

  private NextSteps() {}

  static List<String> of(RunView run) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    List<String> commands = commands(run);
    if (!commands.isEmpty()) {
      lines.add("", "  " + title(run));
      commands.forEach(command -> lines.add("    " + command));
    }
    return lines.build();
  }

  private static String title(RunView run) {
    return switch (run.state()) {
      case PAUSED -> "Somebody has paused it: no agent takes another turn. Next:";
      case WAITING -> "It waits for a person. Next:";
      case INTERRUPTED -> "Whoever worked on it is gone; nothing is lost. Next:";
      case PENDING, RUNNING -> "Meanwhile:";
      default -> "Next:";
    };
  }

  private static List<String> commands(RunView run) {
    String id = run.id();
    return switch (run.state()) {
      case PENDING, RUNNING -> running(run);
      case PAUSED -> List.of("aidp resume " + id, "aidp cancel " + id);
      case WAITING -> waiting(run);
      case INTERRUPTED ->
          List.of(
              "aidp resume " + id,
              "aidp resume " + id + " --detach",
              "aidp worker",
              "aidp cancel " + id);
      case COMPLETED, PARTIAL -> ended(run);
      case FAILED, CANCELLED -> failed(run);
    };
  }

  private static List<String> running(RunView run) {
    String id = run.id();
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    if (run.units().stream().anyMatch(RunView.UnitView::asksApproval)) {
      commands.add("aidp approve " + id, "aidp reject " + id + " \"REASON\"");
    }
    return commands
        .add("aidp logs " + id + " --follow", "aidp pause " + id)
        .add("aidp inject " + id + " \"TEXT\"", "aidp cancel " + id)
        .build();
  }

  private static List<String> waiting(RunView run) {
    String id = run.id();
    return run.standing().waiting() != null
            && run.standing().waiting().reason() == Waiting.Reason.APPROVAL
        ? List.of("aidp approve " + id, "aidp reject " + id + " \"REASON\"", "aidp cancel " + id)
        : List.of("aidp cancel " + id); // how it goes on depends on what it waits for, said above
  }

  private static List<String> ended(RunView run) {
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    if (run.branch() != null) {
      commands.add("git log --oneline --graph " + run.branch());
      commands.add("git diff --stat " + run.result().base() + " " + run.branch());
      commands.add("git switch " + run.branch());
    }
    commands.addAll(retry(run));
    commands.add("aidp history " + run.id());
    return commands.build();
  }

  private static List<String> failed(RunView run) {
    ImmutableList.Builder<String> commands = ImmutableList.builder();
    commands.addAll(retry(run));
    if (run.state() == RunState.CANCELLED) {
      run.units().stream()
          .filter(unit -> unit.state() == UnitState.FAILED)
          .findFirst()
          .ifPresent(unit -> commands.add("aidp diff %s %s".formatted(run.id(), unit.id())));
    }
    commands.add("aidp logs " + run.id());
    commands.add("aidp history " + run.id());
    return commands.build();
  }

  private static List<String> retry(RunView run) {
    List<String> units =
        run.units().stream().filter(NextSteps::canBeRetried).map(UnitView::id).toList();
    return units.isEmpty()
        ? List.of()
        : List.of("aidp retry " + run.id() + " " + String.join(" ", units));
  }

  private static boolean canBeRetried(UnitView unit) {
    return unit.state() == UnitState.FAILED || unit.state() == UnitState.SKIPPED;
  }
}
