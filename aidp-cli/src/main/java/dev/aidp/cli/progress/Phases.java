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
      case "agent" -> "agent works";
      case "checks" -> "checks run";
      default -> doing;
    };
  }
}
