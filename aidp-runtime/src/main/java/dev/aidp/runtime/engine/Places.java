package dev.aidp.runtime.engine;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places of this process for steps of one weight, shared fairly: the next one goes to the run
 * that has the fewest, and among those with as many, and within a run, to who has waited longest.
 * So a run of many units keeps no other one waiting for longer than a step. There are as many as
 * configured, and more where a run needs them: one for each of its parts (itself and its children)
 * that has a step here. How many parts a run has at a time is its own limit, such as {@code
 * --max-parallel}, and is never cut by this one; several runs share the places. Safe for use by
 * many threads.
 */
public final class Places {

  private final int configured;
  private volatile @Nullable Consumer<Use> report;
  private final Map<String, Asking> asking = new LinkedHashMap<>();
  private int taken;
  private int waiting;
  private long asked;

  /**
   * How they are used.
   *
   * @param taken so many have a step
   * @param offered so many there are at the moment
   * @param runs those that have a step here or wait for a place
   */
  public record Use(int taken, int offered, ImmutableSet<String> runs) {}

  /** The steps of one run's parts that are here, and how many parts had some at once. */
  private static final class Asking {

    private final Map<String, Integer> steps = new LinkedHashMap<>();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int taken;
    private int most;

    void count(String part, int more) {
      if (steps.merge(part, more, Integer::sum) == 0) {
        steps.remove(part);
      }
      most = Math.max(most, steps.size());
    }
  }

  /** Makes so many. */
  public Places(int configured) {
    this.configured = configured;
  }

  /** Returns how many there are at least. */
  public int configured() {
    return configured;
  }

  /** A step that waits for a place or has one. */
  public final class Ticket {

    private final String run;
    private final Consumer<Ticket> begin;
    private final long number;
    private boolean waits = true;

    private Ticket(String run, Consumer<Ticket> begin, long number) {
      this.run = run;
      this.begin = begin;
      this.number = number;
    }

    /** Returns whether it has no place yet. */
    public boolean waits() {
      synchronized (Places.this) {
        return waits;
      }
    }

    /** Leaves its place, or no longer waits for one; to be called once. */
    public void leave() {
      left(this);
      admit();
    }

    /**
     * Leaves its place to a step of {@code other}; returns null, and stays, if somebody waits who
     * was there before.
     */
    public @Nullable Ticket pass(String other) {
      return passed(this, other);
    }
  }

  /**
   * Asks for a place for a step of {@code run}; {@code begin} is called once it has one, on this
   * thread or on that of whoever leaves: it must be short.
   */
  public Ticket ask(String run, Consumer<Ticket> begin) {
    Ticket ticket;
    synchronized (this) {
      ticket = new Ticket(run, begin, asked++);
      count(run, 1).waiting.add(ticket);
      waiting++;
    }
    admit();
    return ticket;
  }

  /** Lets {@code report} know how they are used, now and whenever that changes. */
  public void reportTo(Consumer<Use> report) {
    this.report = report;
    report.accept(use());
  }

  /** Returns how they are used now. */
  public synchronized Use use() {
    return new Use(taken, places(), ImmutableSet.copyOf(asking.keySet()));
  }

  /** Returns whether somebody waits for a place. */
  public synchronized boolean crowded() {
    return waiting > 0;
  }

  private synchronized void left(Ticket ticket) {
    Asking parts = of(ticket.run);
    if (ticket.waits) {
      parts.waiting.remove(ticket);
      waiting--;
    } else {
      parts.taken--;
      taken--;
    }
    count(ticket.run, -1);
  }

  private synchronized @Nullable Ticket passed(Ticket from, String to) {
    if (waiting > 0) {
      return null;
    }
    count(to, 1).taken++;
    of(from.run).taken--;
    count(from.run, -1);
    Ticket next = new Ticket(to, from.begin, asked++);
    next.waits = false;
    return next;
  }

  private Asking of(String run) {
    return asking.computeIfAbsent(root(run), one -> new Asking());
  }

  private Asking count(String run, int steps) {
    Asking parts = of(run);
    parts.count(run, steps);
    if (parts.steps.isEmpty()) {
      asking.remove(root(run));
    }
    return parts;
  }

  private void admit() {
    for (Ticket next = next(); next != null; next = next()) {
      next.begin.accept(next);
    }
    Consumer<Use> told = report;
    if (told != null) {
      told.accept(use());
    }
  }

  private synchronized @Nullable Ticket next() {
    if (waiting == 0 || taken >= places()) {
      return null;
    }
    Asking next =
        asking.values().stream()
            .filter(run -> !run.waiting.isEmpty())
            .min(
                Comparator.<Asking>comparingInt(run -> run.taken)
                    .thenComparingLong(run -> run.waiting.element().number))
            .orElseThrow();
    Ticket ticket = next.waiting.remove();
    ticket.waits = false;
    next.taken++;
    taken++;
    waiting--;
    return ticket;
  }

  private int places() {
    return asking.values().stream().mapToInt(run -> run.most).reduce(configured, Math::max);
  }

  private static String root(String run) {
    int end = run.indexOf('/');
    return end < 0 ? run : run.substring(0, end);
  }
}
