package dev.aidp.activities.reuse;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.aidp.artifact.Artifact;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a unit's work hangs on: two runs in which this is equal would ask the same of the same
 * agent in the same place. Pure.
 *
 * @param unit what the plan says of it
 * @param settings what the run says
 * @param base the run's base
 * @param needs what each of the units that it needs has changed of that, in the plan's order
 * @param inputs the artifacts that it gets
 */
record UnitKey(
    Plan.Unit unit,
    RunSettings settings,
    ClaimedFiles base,
    ImmutableList<ClaimedFiles> needs,
    ImmutableList<Artifact> inputs) {

  /** What other versions made of the same is not to be found. */
  private static final String FORM = "1";

  /** Returns its hash. */
  String hash() {
    PlanNode node = unit.node();
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, FORM, unit.task(), node.weight().name());
    put(hasher, Objects.toString(node.rules().action()), node.rules().allowNoChange() + "");
    list(hasher, node.files());
    list(hasher, node.outputs());
    list(hasher, inputs.stream().map(each -> each.unit() + "/" + each.name() + " " + each.ref()));
    list(hasher, unit.schemas().entrySet().stream().map(this::schema));
    list(hasher, settings.checks().stream().map(Check::toString));
    list(hasher, unit.checks().stream().map(Check::toString));
    put(hasher, Objects.toString(settings.agent(Role.CODER)));
    put(hasher, Objects.toString(settings.agent(Role.REVIEWER)), settings.tiers().toString());
    put(hasher, settings.units().toString());
    put(hasher, settings.guards().withApprovals(ImmutableList.of()).toString());
    put(hasher, base.hash(node.files()));
    list(hasher, needs.stream().map(each -> each.hash(node.files())));
    return hasher.hash().toString();
  }

  /** A schema that is a file may stand outside of what the unit claims. */
  private String schema(Map.Entry<String, SchemaSource> schema) {
    String content =
        schema.getValue() instanceof SchemaSource.OfFile file
            ? Stream.concat(Stream.of(base), needs.stream())
                .map(each -> each.look(file.path()))
                .collect(Collectors.joining(" "))
            : "";
    return schema + content;
  }

  private static void list(Hasher hasher, Stream<String> texts) {
    list(hasher, texts.toList());
  }

  private static void list(Hasher hasher, List<String> texts) {
    hasher.putInt(texts.size());
    texts.forEach(each -> put(hasher, each));
  }

  private static void put(Hasher hasher, String... texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      hasher.putInt(bytes.length).putBytes(bytes);
    }
  }
}
