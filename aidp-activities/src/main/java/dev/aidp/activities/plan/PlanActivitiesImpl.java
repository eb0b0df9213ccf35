package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.markdown.FencedBlock;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.plan.UnitChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads stored plans and planners' replies. */
public final class PlanActivitiesImpl implements PlanActivities {

  private static final String NAME = "plan";

  private static final PlanReading NO_PLAN =
      new PlanReading(
          null,
          ImmutableList.of(
              new Detail("reply", "there is no plan in a block fenced by ```yaml and ```")));

  private final ArtifactStore artifacts;
  private final BiFunction<String, String, Optional<byte[]>> files;

  /**
   * Reads from {@code artifacts} and stores there what a planner wrote.
   *
   * @param files the files that a plan may name, by commit and path
   */
  public PlanActivitiesImpl(
      ArtifactStore artifacts, BiFunction<String, String, Optional<byte[]>> files) {
    this.artifacts = artifacts;
    this.files = files;
  }

  @Override
  public PlanReading read(PlanText plan) {
    byte[] text = PlanTexts.bytes(artifacts, plan.reference());
    PlanReader.Result result = checked(text, plan);
    return new PlanReading(result.graph(plan.reference(), plan.capacities()), result.faults());
  }

  @Override
  public PlanReading readReply(PlanText reply) {
    Optional<byte[]> block = block(reply.reference());
    if (block.isEmpty()) {
      return NO_PLAN;
    }
    PlanReader.Result result = checked(block.get(), reply);
    return result.plan() == null
        ? new PlanReading(null, result.faults())
        : new PlanReading(
            result.graph(stored(block.get()), reply.capacities()), ImmutableList.of());
  }

  @Override
  public PlanReading readParts(PlanText reply, PlanText whole, String unit) {
    Optional<byte[]> block = block(reply.reference());
    if (block.isEmpty()) {
      return NO_PLAN;
    }
    byte[] text = PlanTexts.bytes(artifacts, whole.reference());
    PlanReader.Result read =
        PlanReader.readPart(NAME, block.get(), reply.capacities(), usable(text, unit));
    if (read.plan() == null) {
      return new PlanReading(null, read.faults());
    }
    PlanReader.Result all = checked(PlanEditor.divided(text, unit, block.get()), whole);
    return all.plan() == null
        ? new PlanReading(
            null,
            all.faults().stream().map(each -> new Detail("whole plan", each.message())).toList())
        : new PlanReading(read.graph(stored(block.get()), reply.capacities()), ImmutableList.of());
  }

  /** Returns what a part of {@code unit} may use of other units: their outputs, by their ids. */
  private static Map<String, List<String>> usable(byte[] plan, String unit) {
    Plan whole = PlanReader.readStored(NAME, plan).plan();
    List<PlanNode> all =
        whole == null ? List.of() : whole.units().stream().map(Plan.Unit::node).toList();
    List<String> needs =
        all.stream()
            .filter(node -> node.id().equals(unit))
            .flatMap(node -> node.dependsOn().stream())
            .toList();
    return all.stream()
        .filter(node -> needs.contains(node.id()))
        .collect(ImmutableMap.toImmutableMap(PlanNode::id, PlanNode::outputs));
  }

  @Override
  public PlanReading edit(PlanText plan, PlanEdit edit) {
    byte[] before = PlanTexts.bytes(artifacts, plan.reference());
    UnitChange unit = edit.unit();
    byte[] text =
        edit.parts() == null || unit == null
            ? PlanEditor.edited(before, edit)
            : PlanEditor.divided(before, unit.id(), PlanTexts.bytes(artifacts, edit.parts()));
    PlanReader.Result result = checked(text, plan);
    return result.plan() == null
        ? new PlanReading(null, result.faults())
        : new PlanReading(result.graph(stored(text), plan.capacities()), ImmutableList.of());
  }

  private PlanReader.Result checked(byte[] text, PlanText asked) {
    String base = asked.base();
    return PlanReader.read(
        NAME, text, asked.capacities(), base == null ? null : path -> files.apply(base, path));
  }

  private Optional<byte[]> block(String reply) {
    try (InputStream in = artifacts.open(reply)) {
      return FencedBlock.in(in, StrictYaml.MAX_BYTES + 1, "yaml", "yml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String stored(byte[] plan) {
    try {
      return artifacts.put(new ByteArrayInputStream(plan));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
