package dev.aidp.runtime.flows;

import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Providers whose day is written in advance. All but their luck is in {@link Closed}. */
final class ScriptedProviders implements AgentActivities {

  static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");

  private static final Duration REFUSED_AFTER = Duration.ofSeconds(2);
  private static final Duration OVERLOADED_AFTER = Duration.ofSeconds(20);
  private static final double CRASHES = 0.05;
  private static final double HANGS = 0.01;
  private static final int SHORTEST = 360;
  private static final int SPREAD = 180;

  /** The time in which a turn lasts. */
  interface Time {
    Instant now();

    /** Lets so much of it pass in this turn. */
    void sleep(Duration time);
  }

  /** From when to when a provider takes no work, and why; times are minutes of the day. */
  record Closed(String provider, FailureKind why, int from, int to) {

    /** From and to as {@code 8:30}. */
    static Closed of(String provider, FailureKind why, String from, String to) {
      return new Closed(provider, why, minutes(from), minutes(to));
    }

    boolean at(String name, Instant time) {
      return name.equals(provider) && !time.isBefore(moment(from)) && time.isBefore(moment(to));
    }

    Instant end() {
      return moment(to);
    }

    private static Instant moment(int minute) {
      return MIDNIGHT.plus(Duration.ofMinutes(minute));
    }

    private static int minutes(String time) {
      String[] parts = time.split(":");
      return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }
  }

  final Map<String, Integer> finished = new TreeMap<>();
  final List<String> inVain = new ArrayList<>();
  int crashed;
  int hung;
  private final Time time;
  private final List<Closed> script;
  private final int iterations;
  private final long seed;
  private final Map<String, Integer> begun = new TreeMap<>();

  ScriptedProviders(Time time, List<Closed> script, int iterations, long seed) {
    this.time = time;
    this.script = script;
    this.iterations = iterations;
    this.seed = seed;
  }

  /**
   * Returns how long an agent works for one turn that comes to its end, on the average: with that
   * turn's share of those that crash or hang, of which no plan can be free.
   */
  static double secondsPerUsefulTurn() {
    double length = SHORTEST + (SPREAD - 1) / 2.0;
    double crash = length * 99 / 200;
    double hang = Limits.defaults().agentTimeout().toSeconds();
    double good = 1 - CRASHES - HANGS;
    return (good * length + CRASHES * crash + HANGS * hang) / good;
  }

  @Override
  public TurnResult turn(TurnRequest request) {
    String provider = request.asked().agent().provider();
    for (Closed closed : script) {
      if (closed.at(provider, time.now())) {
        note(() -> inVain.add(provider + " " + closed.why()));
        time.sleep(closed.why() == FailureKind.TRANSIENT ? OVERLOADED_AFTER : REFUSED_AFTER);
        boolean limit = closed.why() == FailureKind.RATE_LIMITED;
        return failed(request, new Failure(closed.why(), "closed", limit ? closed.end() : null));
      }
    }
    return open(request);
  }

  private TurnResult open(TurnRequest request) {
    String turn = request.work().unit() + "/" + request.iteration();
    Random random = luck(turn);
    double luck = random.nextDouble();
    Duration length = Duration.ofSeconds(SHORTEST + random.nextInt(SPREAD));
    if (luck < HANGS) {
      note(() -> hung++);
      time.sleep(request.bounds().timeout());
      return failed(request, Failure.of(FailureKind.TIMEOUT, "hung"));
    }
    if (luck < HANGS + CRASHES) {
      note(() -> crashed++);
      time.sleep(length.multipliedBy(random.nextInt(100)).dividedBy(100));
      return failed(request, Failure.of(FailureKind.TRANSIENT, "crashed"));
    }
    time.sleep(length);
    note(() -> finished.merge(turn, 1, Integer::sum));
    boolean complete = request.iteration() >= iterations;
    return new TurnResult(
        SmallWorld.after(request),
        complete,
        new TurnResult.Texts("reply", "tail"),
        List.of(),
        null);
  }

  /** The same whichever of several turns at once is first. */
  private synchronized Random luck(String turn) {
    Random random =
        new Random(seed * 31 * 31 + turn.hashCode() * 31L + begun.merge(turn, 1, Integer::sum));
    random.nextInt();
    return random;
  }

  private synchronized void note(Runnable what) {
    what.run();
  }

  private static TurnResult failed(TurnRequest request, Failure why) {
    return TurnResult.failed(request.state(), why);
  }
}
