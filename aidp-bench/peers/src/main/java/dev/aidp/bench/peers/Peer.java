package dev.aidp.bench.peers;

/** An engine, open in this process, that does the work of {@link PeerSteps}. */
interface Peer extends AutoCloseable {

  /** So many units of a fan-out are under way at once. */
  int PARALLEL = 64;

  /** So many steps a unit has. */
  int STEPS = 5;

  /**
   * Runs a loop of agent, then tests beside lint; where an earlier process was killed in it, goes
   * on with it. Returns how many iterations were green.
   */
  int loop(String id, int iterations, int agentMillis) throws Exception;

  /** Runs so many units, each of them {@link #STEPS} steps; returns how many steps were done. */
  int fanOut(String id, int units) throws Exception;

  @Override
  void close() throws Exception;
}
