package dev.aidp.testkit.agent;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in which of an agent's calls, all roles and units counted together, from 1. A
 * call that it does not name is taken as the agent's rules say. Immutable.
 *
 * <pre>{@code
 * agent.with(FaultPlan.none().fails(1, "connection reset by peer").limited(2, ofHours(20)).hangs(5));
 * }</pre>
 */
public final class FaultPlan {

  /** What goes wrong in one call. */
  private sealed interface Fault {

    /** Fails with a text by which Aidp tells what it is. */
    record Failing(String message) implements Fault {}

    /** Takes longer. */
    record Late(Duration time) implements Fault {}

    /** Ends without a word. */
    record Crashing() implements Fault {}

    /** Never ends by itself. */
    record Hanging() implements Fault {}
  }

  private static final int HOURS_OF_HANGING = 24;

  private final ImmutableSortedMap<Integer, Fault> faults;

  private FaultPlan(ImmutableSortedMap<Integer, Fault> faults) {
    this.faults = faults;
  }

  /** Returns a plan of no faults. */
  public static FaultPlan none() {
    return new FaultPlan(ImmutableSortedMap.of());
  }

  /**
   * Has a call fail.
   *
   * @param message by which Aidp tells what it is: {@code connection reset by peer} may not happen
   *     again, {@code not logged in} is a matter for people; see docs/failover.md
   */
  public FaultPlan fails(int call, String message) {
    return with(call, new Fault.Failing(message));
  }

  /** Has a call fail because of a limit that ends after {@code time}. */
  public FaultPlan limited(int call, Duration time) {
    return fails(
        call,
        "You have hit your usage limit. Try again in %d seconds.".formatted(time.toSeconds()));
  }

  /** Has a call take so much longer, of the machine's time. */
  public FaultPlan delays(int call, Duration time) {
    return with(call, new Fault.Late(time));
  }

  /** Has a call's process die by a signal; an agent that is code of this process just throws. */
  public FaultPlan crashes(int call) {
    return with(call, new Fault.Crashing());
  }

  /** Has a call never come to an end by itself: it is ended by its time-out, or with the run. */
  public FaultPlan hangs(int call) {
    return with(call, new Fault.Hanging());
  }

  private FaultPlan with(int call, Fault fault) {
    if (call < 1) {
      throw new IllegalArgumentException("Calls are counted from 1: " + call);
    }
    TreeMap<Integer, Fault> more = new TreeMap<>(faults);
    more.put(call, fault);
    return new FaultPlan(ImmutableSortedMap.copyOf(more));
  }

  /** Returns lines of shell that set {@code $fault} where the rules do not count any more. */
  String shell() {
    if (faults.isEmpty()) {
      return "";
    }
    StringBuilder lines =
        new StringBuilder(
            """
            turn=$(grep '^start ' "$home/log" | grep -nF -- "start $key $call $$ " | cut -d: -f1)
            case $turn in
            """);
    faults.forEach(
        (call, fault) ->
            lines.append("  ").append(call).append(") ").append(shell(fault)).append(" ;;\n"));
    return lines.append("esac\n").toString();
  }

  private static String shell(Fault fault) {
    if (fault instanceof Fault.Failing failing) {
      return "printf '%s\\n' " + Shell.quoted(failing.message) + " >&2; status=1 fault=yes";
    }
    if (fault instanceof Fault.Late late) {
      return "sleep " + late.time.toMillis() / 1e3;
    }
    return fault instanceof Fault.Crashing ? "kill -KILL $$" : "sleep " + HOURS_OF_HANGING + "h";
  }

  /**
   * Does in this thread what the plan says of {@code call}, if that is a fault.
   *
   * @throws IOException what the call fails with
   */
  void play(int call) throws IOException, InterruptedException {
    @Nullable Fault fault = faults.get(call);
    if (fault instanceof Fault.Failing failing) {
      throw new IOException(failing.message);
    }
    if (fault instanceof Fault.Crashing) {
      throw new IOException("The agent has crashed.");
    }
    if (fault instanceof Fault.Late late) {
      TimeUnit.MILLISECONDS.sleep(late.time.toMillis());
    }
    if (fault instanceof Fault.Hanging) {
      TimeUnit.HOURS.sleep(HOURS_OF_HANGING);
    }
  }
}
