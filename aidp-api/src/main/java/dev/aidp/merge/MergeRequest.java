package dev.aidp.merge;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.ConfigurableRequest;
import dev.aidp.run.RequestSettings;
import dev.aidp.run.RunKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finished branches that shall become one green branch, as a person asks for it.
 *
 * <pre>{@code
 * MergeRequest request = MergeRequest.of("release", "login", "export").check("unit", "mvn -q test");
 * }</pre>
 *
 * @param branches what joins, in this order
 * @param branch the result: made at the base or, if it exists and is checked out nowhere, moved
 *     forward
 * @param base where the result begins if it does not exist, or null: {@code HEAD}
 * @param settings agents, checks, limits and the like, in the sections of a settings file
 * @param resolved what the merge works on, where Aidp has resolved it already; nobody else says it
 */
public record MergeRequest(
    List<String> branches,
    @Nullable String branch,
    @Nullable String base,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> settings,
    @Nullable MergeWork resolved)
    implements ConfigurableRequest<MergeRequest, MergeResult> {

  /** Copies the collections. */
  public MergeRequest {
    branches = ImmutableList.copyOf(branches);
    settings = RequestSettings.copy(settings);
  }

  /** Returns a merge of {@code branches} into {@code branch} by the settings of the repository. */
  public static MergeRequest of(String branch, String... branches) {
    return of(branch, ImmutableList.copyOf(branches));
  }

  /** Returns a merge of {@code branches} into {@code branch} by the settings of the repository. */
  public static MergeRequest of(String branch, List<String> branches) {
    return new MergeRequest(branches, branch, null, Map.of(), null);
  }

  /** Returns what Aidp itself asks: {@code work}. */
  public static MergeRequest resolved(MergeWork work) {
    return new MergeRequest(ImmutableList.of(), work.branch(), null, Map.of(), work);
  }

  @Override
  public RunKind kind() {
    return RunKind.MERGE;
  }

  @Override
  public String text() {
    return Objects.requireNonNullElse(branch, "") + " from " + String.join(", ", branches);
  }

  /** Returns a copy whose result begins at {@code ref}, if it does not exist. */
  public MergeRequest from(String ref) {
    return new MergeRequest(branches, branch, ref, settings, resolved);
  }

  @Override
  public MergeRequest withSettings(Map<String, Object> other) {
    return new MergeRequest(branches, branch, base, other, resolved);
  }
}
