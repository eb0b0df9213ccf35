package dev.aidp.bench.peers;

import dev.aidp.bench.report.Machine;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * One measurement of one contestant, in a process of its own. Takes its name, the server's target,
 * a folder, and what to do; prints {@code KEY VALUE}.
 */
public final class PeerProcess {

  /** What can be done. */
  enum Task {
    /** The loop at each agent time, the fan-out, the memory. */
    WORK,
    /** A long loop, as far as it comes. */
    GROWTH,
    /** Nothing but the first iteration. */
    COLD,
    /** Half a loop, at whose middle it says so and waits to be killed. */
    FIRST,
    /** The other half. */
    SECOND
  }

  static final String HALF = "half";
  static final String NEW = "new";
  static final String DURABLE = "durable";
  static final int ITERATIONS = 50;
  static final int LONG = 2_000;

  private static final long LONGEST_NANOS = 25_000_000_000L;
  private static final int KILLED_MILLIS = 20;
  private static final String KILLED = "killed";

  private final Contestant contestant;
  private final String target;
  private final Path folder;

  private PeerProcess(Contestant contestant, String target, Path folder) {
    this.contestant = contestant;
    this.target = target;
    this.folder = folder;
  }

  /** Does it. */
  public static void main(String[] args) throws Exception {
    PeerProcess process = new PeerProcess(Contestant.valueOf(args[0]), args[1], Path.of(args[2]));
    switch (Task.valueOf(args[3])) {
      case WORK -> process.work(Integer.parseInt(args[4]));
      case GROWTH -> process.growth(Integer.parseInt(args[4]));
      case COLD -> process.cold();
      case FIRST -> process.half(PeerProcess::sayHalf);
      default -> process.half(new SayNew());
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // whatever threads an engine has
  }

  private void work(int units) throws Exception {
    TimedPeerSteps steps = new TimedPeerSteps(ITERATIONS + 1, iteration -> {});
    try (Peer peer = contestant.open(target, folder, steps);
        Peer plain = new PlainPeer(steps)) {
      mean(peer, steps, ITERATIONS, 0);
      mean(peer, steps, ITERATIONS, 0);
      mean(plain, steps, ITERATIONS, 0);
      for (int millis : new int[] {0, 10, 100}) {
        int iterations = millis == 100 ? 10 : ITERATIONS;
        double there = mean(plain, steps, iterations, millis);
        double here = mean(peer, steps, iterations, millis);
        say("loop" + millis, here - there);
      }
      long began = System.nanoTime();
      int done = peer.fanOut("fan-" + UUID.randomUUID(), units);
      demand(done == units * Peer.STEPS, done + " steps of the fan-out were done");
      say("fan", (System.nanoTime() - began) / 1e9);
      say("memory", Machine.peakMebibytes());
    }
  }

  /** The last iteration is only there to end the one before. */
  private static double mean(Peer peer, TimedPeerSteps steps, int iterations, int millis)
      throws Exception {
    int green = peer.loop("loop-" + UUID.randomUUID(), iterations + 1, millis);
    demand(green == iterations + 1, "Only " + green + " iterations were green");
    return steps.mean(0, iterations);
  }

  private void growth(int iterations) throws Exception {
    long end = System.nanoTime() + LONGEST_NANOS;
    TimedPeerSteps[] steps = new TimedPeerSteps[1];
    steps[0] =
        new TimedPeerSteps(
            iterations,
            iteration -> {
              if (iteration >= ITERATIONS && (System.nanoTime() > end || iteration == iterations)) {
                say("first", steps[0].mean(0, ITERATIONS));
                say("last", steps[0].mean(iteration - ITERATIONS, iteration));
                say("reached", iteration);
                System.out.flush();
                Runtime.getRuntime().halt(0);
              }
            });
    try (Peer peer = contestant.open(target, folder, steps[0])) {
      peer.loop("growth-" + UUID.randomUUID(), iterations + 1, 0);
    }
  }

  private void cold() throws Exception {
    IntConsumer second =
        iteration -> {
          if (iteration == 1) {
            System.out.println(DURABLE);
          }
        };
    try (Peer peer = contestant.open(target, folder, new TimedPeerSteps(2, second))) {
      peer.loop("cold-" + UUID.randomUUID(), 2, 0);
    }
  }

  private void half(IntConsumer say) throws Exception {
    IntConsumer note = TimedPeerSteps.noting(folder.resolve(KILLED));
    TimedPeerSteps steps = new TimedPeerSteps(ITERATIONS, note.andThen(say));
    try (Peer peer = contestant.open(target, folder, steps)) {
      int green = peer.loop(KILLED, ITERATIONS, KILLED_MILLIS);
      demand(green == ITERATIONS, "Only " + green + " iterations were green");
      say("green", green);
    }
  }

  private static void sayHalf(int iteration) {
    if (iteration == ITERATIONS / 2) {
      System.out.println(HALF);
    }
  }

  /** Says once that something new is done. */
  private static final class SayNew implements IntConsumer {

    private boolean said;

    @Override
    public void accept(int iteration) {
      if (!said) {
        said = true;
        System.out.println(NEW);
      }
    }
  }

  private static void demand(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static void say(String key, double value) {
    System.out.println(key + " " + value);
  }
}
