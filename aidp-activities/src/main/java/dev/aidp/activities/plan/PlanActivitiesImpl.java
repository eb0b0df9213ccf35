package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.markdown.FencedBlock;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads stored plans and planners' replies. */
public final class PlanActivitiesImpl implements PlanActivities {

  private static final String NAME = "plan";

  private final ArtifactStore artifacts;

  /** Reads from {@code artifacts} and stores there what a planner wrote. */
  public PlanActivitiesImpl(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public PlanReading read(PlanText plan) {
    byte[] text = PlanTexts.bytes(artifacts, plan.reference());
    PlanReader.Result result = PlanReader.read(NAME, text, plan.capacities());
    return new PlanReading(result.graph(plan.reference(), plan.capacities()), result.faults());
  }

  @Override
  public PlanReading readReply(PlanText reply) {
    Optional<byte[]> block = block(reply.reference());
    if (block.isEmpty()) {
      return new PlanReading(
          null,
          ImmutableList.of(
              new Detail("reply", "there is no plan in a block fenced by ```yaml and ```")));
    }
    PlanReader.Result result = PlanReader.read(NAME, block.get(), reply.capacities());
    return result.plan() == null
        ? new PlanReading(null, result.faults())
        : new PlanReading(
            result.graph(stored(block.get()), reply.capacities()), ImmutableList.of());
  }

  @Override
  public PlanReading edit(PlanText plan, PlanEdit edit) {
    byte[] text = PlanEditor.edited(PlanTexts.bytes(artifacts, plan.reference()), edit);
    PlanReader.Result result = PlanReader.read(NAME, text, plan.capacities());
    return result.plan() == null
        ? new PlanReading(null, result.faults())
        : new PlanReading(result.graph(stored(text), plan.capacities()), ImmutableList.of());
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
