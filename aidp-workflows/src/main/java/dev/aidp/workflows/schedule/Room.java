package dev.aidp.workflows.schedule;

import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is left of the pools beside the units that run, and who keeps apart from whom. */
final class Room {

  private final Map<String, int[]> needs;
  private final Apart apart;
  private final int[] free;
  private final List<String> running = new ArrayList<>();
  private final List<String> held = new ArrayList<>();

  Room(int[] capacities, Map<String, int[]> needs, Apart apart) {
    this.free = capacities;
    this.needs = needs;
    this.apart = apart;
  }

  /** Takes what the units take that run now. */
  Room with(UnitGraph graph, Standing standing) {
    standing.running(graph).forEach(this::take);
    return this;
  }

  /** Returns whether no further unit may run. */
  boolean full() {
    return free[free.length - 1] <= 0;
  }

  /** Lets a unit in if there is room for it beside those that run and those that are held. */
  boolean admit(String unit) {
    boolean fits = fits(unit) && apart.from(unit, running) && apart.from(unit, held);
    if (fits) {
      take(unit);
    }
    return fits;
  }

  /** What a unit found too little of, nobody after it gets. */
  void hold(String unit, int most) {
    if (held.size() < most) {
      int[] need = need(unit);
      for (int pool = 0; pool < free.length - 1; pool++) {
        free[pool] = need[pool] > free[pool] ? 0 : free[pool];
      }
      held.add(unit);
    }
  }

  private boolean fits(String unit) {
    int[] need = need(unit);
    for (int pool = 0; pool < free.length; pool++) {
      if (need[pool] > 0 && need[pool] > free[pool]) {
        return false;
      }
    }
    return true;
  }

  private void take(String unit) {
    int[] need = need(unit);
    for (int pool = 0; pool < free.length; pool++) {
      free[pool] -= need[pool];
    }
    running.add(unit);
  }

  private int[] need(String unit) {
    int[] need = needs.get(unit);
    return need == null ? new int[free.length] : need;
  }
}
