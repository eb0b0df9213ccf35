package dev.aidp.bench.peers;

import io.temporal.activity.ActivityInterface;

/** What is done, the same for all; its own engines call it as activities. */
@ActivityInterface(namePrefix = "Peer")
public interface PeerSteps {

  /** About as much as a turn's request holds. */
  String REQUEST = "o".repeat(1 << 10);

  /** Takes so long, and returns about as much as an agent's reply has. */
  String agent(int iteration, int millis, String request);

  /** The first check. */
  boolean tests(int iteration);

  /** The second check. */
  boolean lint(int iteration);

  /** An agent's turn that is kept, and its checks after it. */
  boolean iterate(int iteration, int millis, String request);

  /** A step of a unit. */
  int step(int unit, int number);
}
