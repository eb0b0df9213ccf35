package dev.aidp.cli.progress;

import dev.aidp.runtime.view.RunView.UnitView;

/** What a unit's loop does, in words. */
final class Phases {

  private Phases() {}

  static String of(UnitView unit) {
    String doing = unit.doing();
    if (doing == null) {
      return "working";
    }
    return switch (doing) {
      case "ready" -> "starting";
      case "apply_patch" -> "agent works";
      case "test" -> "checks run";
      case "pass" -> "green";
      case "fail", "diagnose" -> "red";
      case "next_patch" -> "next iteration";
      case "done" -> "finishing";
      default -> doing;
    };
  }
}
