package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which units start now: those with the longest way to the end first, as far as there is enough for
 * them. Who is ready and does not find enough is not overtaken by those that would take it from
 * him.
 *
 * <p>Where each unit of a plan of at most {@value #MOST_PLANNED} has an estimate, a whole schedule
 * is made ahead, and a unit may wait for what the schedule keeps free for another. It is made anew
 * when the run goes otherwise than it said. Used by one thread, asked anew after each event; the
 * same answers on every replay.
 */
public final class Dispatcher {

  /** Larger plans go by the longest way alone. */
  static final int MOST_PLANNED = 300;

  private static final int PLACINGS_AHEAD = 1_000_000;
  private static final int PLACINGS_MIDWAY = 60_000;
  private static final int MOST_AHEAD = 10_000;
  private static final int MOST_MIDWAY = 500;
  private static final int LONGER = 10;
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final UnitGraph graph;
  private final Pools pools;
  private final ImmutableMap<String, int[]> needs;
  private final boolean planned;
  private final Apart apart;
  private final ReadyQueue queue;
  private ImmutableList<String> order;
  private Instant promised = Instant.MAX;

  /** Makes one for a run. */
  public Dispatcher(UnitGraph graph) {
    this.graph = graph;
    this.pools = new Pools(graph.plan().capacities());
    this.needs =
        graph.plan().nodes().stream()
            .collect(ImmutableMap.toImmutableMap(PlanNode::id, pools::needs));
    this.planned =
        graph.ids().size() <= MOST_PLANNED
            && graph.plan().nodes().stream().allMatch(node -> node.demand().estimate() != null);
    this.apart = new Apart(graph);
    this.order = Urgency.of(graph);
    this.queue = new ReadyQueue(graph, order);
  }

  /** Returns whether a schedule is made ahead: then {@link #follow} what {@link #ahead} says. */
  public boolean planned() {
    return planned;
  }

  /** Returns a good order in which units take their places, from how they stand; it takes time. */
  public ImmutableList<String> ahead(Standing standing, int parallel, Instant now) {
    Projection projection = projection(standing, parallel, now);
    return projection.order(projection.best(schedules(PLACINGS_AHEAD, MOST_AHEAD)).list());
  }

  /** Takes {@code found} for the order from now on. */
  public void follow(List<String> found) {
    order = ImmutableList.copyOf(found);
    promised = Instant.MAX;
  }

  /**
   * Returns the units that start now, the most urgent first, so that at most {@code parallel} run.
   */
  public ImmutableList<String> starts(Standing standing, int parallel, Instant now) {
    return planned ? projected(standing, parallel, now) : greedy(standing, parallel);
  }

  private ImmutableList<String> projected(Standing standing, int parallel, Instant now) {
    Projection projection = projection(standing, parallel, now);
    OrderSearch.Plan plan = projection.asOrdered();
    if (promised.equals(Instant.MAX)) {
      promised = now.plusMillis(plan.end());
    } else if (Duration.between(promised, now.plusMillis(plan.end())).abs().compareTo(TOLERANCE)
        > 0) {
      plan = projection.best(schedules(PLACINGS_MIDWAY, MOST_MIDWAY));
      order = projection.order(plan.list());
      promised = now.plusMillis(plan.end());
    }
    // Something that was said to take no time may take some, and what it needs is then not there.
    Room room = room(standing, parallel);
    return projection.starting(plan, unit -> ready(unit, standing) && room.admit(unit));
  }

  /** However fast the machine is, it is so many: a replay must find the same. */
  private int schedules(int placings, int most) {
    return Math.min(most, placings / Math.max(1, graph.ids().size()));
  }

  private Projection projection(Standing standing, int parallel, Instant now) {
    Projection.Builder ahead = new Projection.Builder(graph, apart, pools.capacities(parallel));
    standing
        .running(graph)
        .forEach(unit -> ahead.running(unit, left(unit, standing, now), need(unit)));
    graph.inOrder().stream()
        .filter(standing::waits)
        .forEach(unit -> ahead.waiting(unit, estimate(unit).toMillis(), need(unit), standing));
    return ahead.build(order);
  }

  /** Who takes longer than was said may take some more of it. */
  private long left(String unit, Standing standing, Instant now) {
    Instant since = standing.runningSince(unit);
    long estimate = estimate(unit).toMillis();
    long passed = since == null ? 0 : Duration.between(since, now).toMillis();
    return Math.max(1, Math.max(estimate - passed, estimate / LONGER));
  }

  private Duration estimate(String unit) {
    Duration estimate = graph.node(unit).demand().estimate();
    return estimate == null ? Duration.ZERO : estimate;
  }

  private ImmutableList<String> greedy(Standing standing, int parallel) {
    Room room = room(standing, parallel);
    ImmutableList.Builder<String> starts = ImmutableList.builder();
    for (String unit : queue.of(standing)) {
      if (room.full()) {
        break;
      }
      if (ready(unit, standing)) {
        if (room.admit(unit)) {
          starts.add(unit);
        } else {
          room.hold(unit, parallel);
        }
      }
    }
    return starts.build();
  }

  private Room room(Standing standing, int parallel) {
    return new Room(pools.capacities(parallel), needs, apart).with(graph, standing);
  }

  private int[] need(String unit) {
    int[] need = needs.get(unit);
    return need == null ? new int[pools.size()] : need;
  }

  private boolean ready(String unit, Standing standing) {
    return standing.waits(unit)
        && graph.node(unit).dependsOn().stream().allMatch(need -> standing.met(unit, need));
  }
}
