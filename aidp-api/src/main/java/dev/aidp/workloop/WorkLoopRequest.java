package dev.aidp.workloop;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.aidp.run.ConfigurableRequest;
import dev.aidp.run.RequestSettings;
import dev.aidp.run.RunKind;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One task, as a person asks for it.
 *
 * <pre>{@code
 * WorkLoopRequest request = WorkLoopRequest.of("Fix the flaky test")
 *     .agent("claude", "codex")
 *     .check("unit", "mvn -q test");
 * }</pre>
 *
 * @param text what is wanted
 * @param base the ref to start from, or null: {@code HEAD}
 * @param branch the result branch, or null: {@code aidp/ID}
 * @param settings agents, checks, limits and the like, in the sections of a settings file
 * @param resolved what the run works on, where Aidp has resolved it already; nobody else says it
 */
public record WorkLoopRequest(
    String text,
    @Nullable String base,
    @Nullable String branch,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> settings,
    @Nullable UnitWork resolved)
    implements ConfigurableRequest<WorkLoopRequest, UnitResult> {

  /** Copies the settings; a text that is missing is empty, and refused where it is resolved. */
  public WorkLoopRequest {
    text = Objects.requireNonNullElse(text, "");
    settings = RequestSettings.copy(settings);
  }

  /** Returns a task from {@code HEAD} by the settings of the repository. */
  public static WorkLoopRequest of(String text) {
    return new WorkLoopRequest(text, null, null, Map.of(), null);
  }

  /** Returns what Aidp itself asks, having resolved it: {@code work}. */
  public static WorkLoopRequest resolved(UnitWork work) {
    return new WorkLoopRequest("", null, null, Map.of(), work);
  }

  @Override
  public RunKind kind() {
    return RunKind.LOOP;
  }

  /** Returns a copy that starts from {@code ref}. */
  public WorkLoopRequest from(String ref) {
    return new WorkLoopRequest(text, ref, branch, settings, resolved);
  }

  /** Returns a copy whose result is the branch {@code name}. */
  public WorkLoopRequest into(String name) {
    return new WorkLoopRequest(text, base, name, settings, resolved);
  }

  @Override
  public WorkLoopRequest withSettings(Map<String, Object> other) {
    return new WorkLoopRequest(text, base, branch, other, resolved);
  }
}
