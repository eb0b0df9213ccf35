package dev.aidp.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Plain Java: what all the others are compared with. */
record PlainPeer(PeerSteps steps, ExecutorService threads) implements Peer {

  PlainPeer(PeerSteps steps) {
    this(steps, Executors.newFixedThreadPool(PARALLEL));
  }

  @Override
  public int loop(String id, int iterations, int agentMillis) throws Exception {
    int green = 0;
    for (int iteration = 0; iteration < iterations; iteration++) {
      int i = iteration;
      steps.agent(i, agentMillis, PeerSteps.REQUEST);
      Future<Boolean> tests = threads.submit(() -> steps.tests(i));
      Future<Boolean> lint = threads.submit(() -> steps.lint(i));
      green += tests.get() && lint.get() ? 1 : 0;
    }
    return green;
  }

  @Override
  public int fanOut(String id, int units) throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      int u = unit;
      all.add(threads.submit(() -> unit(u)));
    }
    int done = 0;
    for (Future<Integer> each : all) {
      done += each.get();
    }
    return done;
  }

  private int unit(int unit) {
    for (int step = 0; step < STEPS; step++) {
      steps.step(unit, step);
    }
    return STEPS;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
