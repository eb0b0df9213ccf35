package dev.aidp.activities.reuse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.TreeDiffs;
import dev.aidp.artifact.Artifact;
import dev.aidp.feature.EarlierResult;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.plan.Plan;
import dev.aidp.run.RunSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a plan's units, as far as what they need is known. Used by one thread. */
final class UnitKeys {

  private final TreeDiffs diffs;
  private final RunSettings settings;
  private final ImmutableMap<String, Plan.Unit> units;
  private final ImmutableSet<String> needed;
  private final ClaimedFiles base;
  private final Map<String, EarlierResult> known = new LinkedHashMap<>();
  private final Map<String, ClaimedFiles> changed = new LinkedHashMap<>();

  UnitKeys(TreeDiffs diffs, RunSettings settings, Plan plan, String base) {
    this.diffs = diffs;
    this.settings = settings;
    this.units =
        plan.units().stream()
            .collect(ImmutableMap.toImmutableMap(each -> each.node().id(), each -> each));
    this.needed =
        plan.units().stream()
            .flatMap(each -> each.node().dependsOn().stream())
            .collect(ImmutableSet.toImmutableSet());
    this.base = new ClaimedFiles(diffs.files(base));
  }

  /** Takes in work that is done. */
  void know(Collection<EarlierResult> done) {
    List<EarlierResult> begun = done.stream().filter(each -> needed.contains(each.unit())).toList();
    List<String[]> pairs = new ArrayList<>();
    begun.forEach(each -> pairs.add(new String[] {each.base(), each.commit()}));
    var changes = diffs.between(pairs);
    for (int i = 0; i < begun.size(); i++) {
      changed.put(begun.get(i).unit(), new ClaimedFiles(changes.get(i)));
    }
    done.forEach(each -> known.put(each.unit(), each));
  }

  /** Returns what is known of the units that {@code unit} needs, if all are done. */
  Optional<ImmutableList<UnitHead>> needs(String unit) {
    List<String> needs = unit(unit).node().dependsOn();
    return known.keySet().containsAll(needs)
        ? Optional.of(
            needs.stream()
                .map(each -> new UnitHead(each, work(each).commit()))
                .collect(ImmutableList.toImmutableList()))
        : Optional.empty();
  }

  /** Returns the key of a unit of which all that it needs is done. */
  String of(String unit) {
    Plan.Unit asked = unit(unit);
    List<String> inputs = asked.node().inputs();
    ImmutableList<Artifact> given =
        asked.node().dependsOn().stream()
            .flatMap(each -> work(each).outputs().stream())
            .filter(each -> inputs.contains(each.unit() + "/" + each.name()))
            .collect(ImmutableList.toImmutableList());
    return new UnitKey(asked, settings, base, changes(asked), given).hash();
  }

  private ImmutableList<ClaimedFiles> changes(Plan.Unit asked) {
    return asked.node().dependsOn().stream()
        .map(each -> changed.getOrDefault(each, ClaimedFiles.NONE))
        .collect(ImmutableList.toImmutableList());
  }

  private Plan.Unit unit(String id) {
    Plan.Unit unit = units.get(id);
    if (unit == null) {
      throw new IllegalArgumentException("The plan has no unit " + id);
    }
    return unit;
  }

  private EarlierResult work(String unit) {
    EarlierResult work = known.get(unit);
    if (work == null) {
      throw new IllegalArgumentException("The unit " + unit + " is not done");
    }
    return work;
  }
}
