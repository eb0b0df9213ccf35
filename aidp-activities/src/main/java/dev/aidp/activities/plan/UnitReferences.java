package dev.aidp.activities.plan;

import dev.aidp.activities.plan.ArtifactReader.Input;
import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.ClosestWord;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What units say of each other. */
record UnitReferences(
    Map<String, Draft> units, Map<String, List<String>> outside, Findings findings) {

  void check(Draft unit) {
    for (YamlNode.Scalar dependency : unit.needs().dependsOn()) {
      if (!units.containsKey(dependency.text()) && !outside.containsKey(dependency.text())) {
        findings.add(
            dependency.at(),
            "there is no unit '%s' to depend on%s"
                .formatted(dependency.text(), meant(dependency.text(), units.keySet())));
      }
    }
    unit.needs().inputs().forEach(this::check);
  }

  private void check(Input input) {
    List<String> outputs = new HandedOver(units, outside).outputs(input.unit());
    String text = input.at().text();
    if (outputs == null) {
      findings.add(
          input.at().at(),
          "nobody produces '%s': there is no unit '%s'%s"
              .formatted(text, input.unit(), meant(input.unit(), units.keySet())));
    } else if (!outputs.contains(input.name())) {
      findings.add(
          input.at().at(),
          "nobody produces '%s': '%s' is not among the outputs of '%s'%s"
              .formatted(text, input.name(), input.unit(), meant(input.name(), outputs)));
    }
  }

  /** Comparing with every unit of a large plan is dear, so it is done for who will be read. */
  private String meant(String word, Collection<String> known) {
    return findings.crowded()
        ? ""
        : ClosestWord.to(word, known).map(k -> "; is '" + k + "' meant?").orElse("");
  }
}
