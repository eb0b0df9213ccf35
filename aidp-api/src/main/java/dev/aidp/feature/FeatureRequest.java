package dev.aidp.feature;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.ConfigurableRequest;
import dev.aidp.run.RequestSettings;
import dev.aidp.run.RunKind;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A feature, as a person asks for it.
 *
 * <pre>{@code
 * FeatureRequest request = FeatureRequest.of("Add CSV export")
 *     .agent("claude", "codex")
 *     .check("unit", "mvn -q test");
 * }</pre>
 *
 * @param text what is wanted
 * @param plan the plan, or null: the planner is asked
 * @param base the ref to start from, or null: {@code HEAD}
 * @param branch the result branch, or null: {@code aidp/ID}
 * @param settings agents, checks, limits and the like, in the sections of a settings file
 * @param resolved what the run works on, where Aidp has resolved it already; nobody else says it
 */
public record FeatureRequest(
    String text,
    @Nullable PlanSource plan,
    @Nullable String base,
    @Nullable String branch,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> settings,
    @Nullable FeatureWork resolved)
    implements ConfigurableRequest<FeatureRequest, FeatureState> {

  /** Copies the settings; a text that is missing is empty, and refused where it is resolved. */
  public FeatureRequest {
    text = Objects.requireNonNullElse(text, "");
    settings = RequestSettings.copy(settings);
  }

  /** Returns a feature from {@code HEAD} by the settings of the repository. */
  public static FeatureRequest of(String text) {
    return new FeatureRequest(text, null, null, null, Map.of(), null);
  }

  /** Returns what Aidp itself asks, having resolved it: {@code work}. */
  public static FeatureRequest resolved(FeatureWork work) {
    return new FeatureRequest("", null, null, null, Map.of(), work);
  }

  @Override
  public RunKind kind() {
    return RunKind.FEATURE;
  }

  /** Returns a copy with this plan; its faults are found as those of a text. */
  public FeatureRequest plan(Plan made) {
    return plan(PlanSource.text(made.yaml()));
  }

  /** Returns a copy with this plan. */
  public FeatureRequest plan(PlanSource other) {
    return new FeatureRequest(text, other, base, branch, settings, resolved);
  }

  /** Returns a copy that starts from {@code ref}. */
  public FeatureRequest from(String ref) {
    return new FeatureRequest(text, plan, ref, branch, settings, resolved);
  }

  /** Returns a copy whose result is the branch {@code name}. */
  public FeatureRequest into(String name) {
    return new FeatureRequest(text, plan, base, name, settings, resolved);
  }

  @Override
  public FeatureRequest withSettings(Map<String, Object> other) {
    return new FeatureRequest(text, plan, base, branch, other, resolved);
  }
}
