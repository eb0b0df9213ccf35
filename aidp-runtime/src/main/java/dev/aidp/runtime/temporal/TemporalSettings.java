package dev.aidp.runtime.temporal;

import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;

/**
 * Which server, and who we are there.
 *
 * @param target its address, {@code HOST:PORT}
 * @param namespace its namespace
 * @param place the repository's prefix of ids and the suffix of its queues on this host
 * @param state the folder {@code .aidp}, where a worker leaves what its successor needs
 * @param queues the names of the queues, without suffix
 */
public record TemporalSettings(
    String target, String namespace, RunPlace place, Path state, Queues queues) {

  /** Returns settings with the default namespace and queues. */
  public static TemporalSettings of(String target, RunPlace place, Path state) {
    return new TemporalSettings(target, "default", place, state, Queues.DEFAULT);
  }

  Queues placedQueues() {
    return queues.at(place.place());
  }

  /** Returns where the traces of workers are kept. */
  Path traces() {
    return state.resolve("temporal");
  }

  /** Returns where the workers that live are told from the dead. */
  Path owners() {
    return traces().resolve("owners");
  }
}
