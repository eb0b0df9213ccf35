package dev.aidp.runtime.temporal;

import dev.aidp.artifact.ArtifactStore;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.temporal.WorkerVersion;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which server, and who we are there.
 *
 * @param connection the way to it
 * @param place the repository's prefix of ids and the suffix of its queues on this host
 * @param traces the folder where a worker leaves what its successor at this place needs
 * @param queues the names of the queues, without suffix
 * @param version which code workers say that they have, or null: any run is theirs
 * @param transport how what steps need and name travels between hosts
 * @param artifacts where large values are that go by reference, or null: they go as they are, as
 *     what is here does not reach whoever reads them
 */
public record TemporalSettings(
    TemporalConnection connection,
    RunPlace place,
    Path traces,
    Queues queues,
    @Nullable WorkerVersion version,
    StepTransport transport,
    @Nullable ArtifactStore artifacts) {

  private static final Path NOWHERE = Path.of("/nonexistent");

  /** Returns settings with the default namespace and queues. */
  public static TemporalSettings of(String target, RunPlace place, Path traces) {
    return of(TemporalConnection.to(target), place, traces);
  }

  /** Returns settings with the default queues. */
  public static TemporalSettings of(TemporalConnection connection, RunPlace place, Path traces) {
    return new TemporalSettings(
        connection, place, traces, Queues.DEFAULT, null, StepTransport.NONE, null);
  }

  /** Returns a copy by which large values go by reference. */
  public TemporalSettings storing(ArtifactStore store) {
    return new TemporalSettings(connection, place, traces, queues, version, transport, store);
  }

  /**
   * Returns settings by which the runs of {@code place} are looked at and steered, wherever they
   * are worked on: no worker is hosted, so none leaves anything.
   */
  public static TemporalSettings looking(
      TemporalConnection connection, RunPlace place, Queues queues) {
    return new TemporalSettings(connection, place, NOWHERE, queues, null, StepTransport.NONE, null);
  }

  /** Returns whether hosts share the queues: each holds places for what must stay together. */
  boolean hosts() {
    return place.place().isEmpty();
  }

  Queues placedQueues() {
    return queues.at(place.place());
  }

  /** Returns the queue of the host whose worker is {@code owner}. */
  String hostQueue(String owner) {
    return queues.standard() + "-host-" + host() + "-" + owner.substring(0, 8);
  }

  /** Returns the name of this machine as far as a queue's may hold it. */
  public static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** Returns where the workers that live are told from the dead. */
  Path owners() {
    return traces.resolve("owners");
  }
}
