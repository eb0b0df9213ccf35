package dev.aidp.testkit.scenario;

import dev.aidp.activities.plan.PlanReader;
import dev.aidp.plan.Plan;
import dev.aidp.run.Check;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.FreshClone;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The branches that a run of {@code setting} has made in the repository at {@code top}. */
record Published(Path top, Path clones, Setting setting) {

  /** The result holds the work of merged units and must pass their checks, a unit's its own. */
  void demandGreen(RunView view) {
    Map<String, List<Check>> own = ownChecks();
    List<Check> all = new ArrayList<>(setting.run().checks());
    for (RunView.UnitView unit : view.units()) {
      List<Check> checks = own.getOrDefault(unit.id(), List.of());
      if (unit.state() == UnitState.MERGED) {
        all.addAll(checks);
      }
      // The branches that a merge was given are not its work.
      if (unit.state().finished() && setting.branches().isEmpty()) {
        List<Check> ofUnit = new ArrayList<>(setting.run().checks());
        ofUnit.addAll(checks);
        demandGreen(Objects.requireNonNull(unit.head().branch()), ofUnit);
      }
    }
    if (view.branch() != null) {
      demandGreen(view.branch(), all);
    }
  }

  private void demandGreen(String branch, List<Check> checks) {
    FreshClone clone = FreshClone.of(top, branch, clones.resolve(branch.replace('/', '+')));
    checks.stream()
        .filter(check -> check.code() == null)
        .forEach(check -> clone.passes(check.name(), check.command()));
  }

  private Map<String, List<Check>> ownChecks() {
    Map<String, List<Check>> own = new LinkedHashMap<>();
    if (setting.plan() != null) {
      byte[] text = setting.plan().getBytes(StandardCharsets.UTF_8);
      Plan plan = PlanReader.read("plan.yml", text).plan();
      if (plan != null) {
        plan.units().forEach(unit -> own.put(unit.node().id(), unit.checks()));
      }
    }
    return own;
  }
}
