package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.List;

/**
 * Work that waits until an agent can be asked again.
 *
 * @param agents whom it waits for: those that can be asked first
 * @param until when that is
 */
public record AwaitedAgents(List<String> agents, Instant until) {

  /** Copies the names. */
  public AwaitedAgents {
    agents = ImmutableList.copyOf(agents);
  }
}
