package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits until an agent can be asked again.
 *
 * @param agents whom it waits for: those that can be asked first
 * @param until when that is
 * @param reason why they cannot be asked until then; null where nothing has failed
 * @param again which further time of how many it will be; null where the unit's attempts say it
 */
public record AwaitedAgents(
    List<String> agents,
    Instant until,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureKind reason,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Again again) {

  /** Copies the names. */
  public AwaitedAgents {
    agents = ImmutableList.copyOf(agents);
  }

  /** Makes one of work in which nothing has failed. */
  public AwaitedAgents(List<String> agents, Instant until) {
    this(agents, until, null, null);
  }

  /**
   * How often agents are asked again, in a row and in vain.
   *
   * @param number which time it is, from 1
   * @param most how many there are
   */
  public record Again(int number, int most) {}
}
