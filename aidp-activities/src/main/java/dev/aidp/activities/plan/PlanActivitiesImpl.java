package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanReading;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads stored plans and planners' replies. */
public final class PlanActivitiesImpl implements PlanActivities {

  private static final Pattern FENCE =
      Pattern.compile(
          "^[ \\t]*```[ \\t]*ya?ml[ \\t]*\\r?\\n(.*?)^[ \\t]*```",
          Pattern.MULTILINE | Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private final ArtifactStore artifacts;

  /** Reads from {@code artifacts} and stores there what a planner wrote. */
  public PlanActivitiesImpl(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public PlanReading read(String plan) {
    return reading("plan", artifacts.text(plan));
  }

  @Override
  public PlanReading readReply(String reply) {
    Matcher block = FENCE.matcher(artifacts.text(reply));
    if (!block.find()) {
      return new PlanReading(
          null,
          ImmutableList.of(
              new Detail("reply", "there is no plan in a block fenced by ```yaml and ```")));
    }
    return reading("plan", block.group(1));
  }

  private PlanReading reading(String name, String text) {
    PlanReader.Result result = PlanReader.read(name, text.getBytes(StandardCharsets.UTF_8));
    return result.plan() == null
        ? new PlanReading(null, result.faults())
        : new PlanReading(result.graph(artifacts.put(text)), ImmutableList.of());
  }
}
