package dev.aidp.runtime.engine;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places of this process for steps of one weight, taken in the order of asking. There are as
 * many as configured, and more where a run needs them: one for each of its parts (itself and its
 * children) that has a step here. How many parts a run has at a time is its own limit, such as
 * {@code --max-parallel}, and is never cut by this one; several runs share the places. Safe for use
 * by many threads.
 */
public final class Places {

  private final int configured;
  private volatile @Nullable Consumer<Use> report;
  private final Map<String, Asking> asking = new LinkedHashMap<>();
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private int taken;

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

    private Ticket(String run, Consumer<Ticket> begin) {
      this.run = run;
      this.begin = begin;
    }

    /** Returns whether it has no place yet. */
    public boolean waits() {
      synchronized (Places.this) {
        return waiting.contains(this);
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
    Ticket ticket = new Ticket(run, begin);
    synchronized (this) {
      count(run, 1);
      waiting.add(ticket);
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
    return !waiting.isEmpty();
  }

  private synchronized void left(Ticket ticket) {
    if (!waiting.remove(ticket)) {
      taken--;
    }
    count(ticket.run, -1);
  }

  private synchronized @Nullable Ticket passed(Ticket from, String to) {
    if (!waiting.isEmpty()) {
      return null;
    }
    count(to, 1);
    count(from.run, -1);
    return new Ticket(to, from.begin);
  }

  private void count(String run, int steps) {
    String root = root(run);
    Asking parts = asking.computeIfAbsent(root, one -> new Asking());
    parts.count(run, steps);
    if (parts.steps.isEmpty()) {
      asking.remove(root);
    }
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
    if (waiting.isEmpty() || taken >= places()) {
      return null;
    }
    taken++;
    return waiting.remove();
  }

  private int places() {
    return asking.values().stream().mapToInt(run -> run.most).reduce(configured, Math::max);
  }

  private static String root(String run) {
    int end = run.indexOf('/');
    return end < 0 ? run : run.substring(0, end);
  }
}
