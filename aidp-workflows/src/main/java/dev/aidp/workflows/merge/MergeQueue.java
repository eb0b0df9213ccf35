package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which units are coupled to the train next, which trees are tested, and what follows: who is in,
 * who is left out and with whom it is red. Pure: no context, no git; whoever drives it does what
 * {@link #next} says and tells what came of it.
 *
 * <p>It comes to what testing after each unit would come to, if what is red stays red when more
 * units are added, with far fewer tests: many units are tested as one tree, and only a red one is
 * searched. Where that does not hold, because a later unit mends what an earlier one broke, both
 * may be in, though one after the other the earlier one would have been left out. Where the later
 * one needs the earlier one, that is what was meant. In every case a tree with all that are in was
 * green, and who is left out was red on a tree that was green without it.
 */
final class MergeQueue {

  /*
   * How many are tested at once follows from what is known: all of them at first, then as many as were settled for each
   * one found guilty. So a single culprit costs a logarithm, and if most are guilty it is one by one again: see
   * GateBound.
   *
   * Who is guilty is searched by halves, one tree after the other: more cuts at once would be quicker by little and cost
   * more runs. What is tested side by side is what has to be tested anyway: with whom the guilty ones are red, while the
   * search goes on among those behind them.
   */

  /** What is to be done next. */
  sealed interface Move {

    /** Join these, in order, on top of the train; stop before the first that cannot. */
    record Couple(ImmutableList<String> units) implements Move {}

    /** Test these trees, side by side. */
    record Test(ImmutableList<Combination> trees) implements Move {}

    /** This unit is left out: it is red with these, on this tree. */
    record Blame(String unit, ImmutableList<String> with, Combination smallest) implements Move {}

    /** Nobody can join any more. */
    record Over() implements Move {}
  }

  private final MergeOrder order;
  private final UnitGraph graph;
  private final boolean oneByOne;
  private final int wide;

  /** Who is in for good. */
  private final List<String> line = new ArrayList<>();

  /** Who is coupled behind them, not tested yet. */
  private final List<String> cars = new ArrayList<>();

  /** Those of whom it is not known yet with whom they are red. */
  private final Map<String, CulpritFinder> unnamed = new LinkedHashMap<>();

  private final Set<String> out = new LinkedHashSet<>();
  private int settled;
  private int guilty;
  private Bisection search = Bisection.among(0);

  /**
   * Makes one.
   *
   * @param oneByOne whether each unit is tested before the next is coupled
   * @param wide how many trees may be tested side by side
   */
  MergeQueue(MergeOrder order, UnitGraph graph, boolean oneByOne, int wide) {
    this.order = order;
    this.graph = graph;
    this.oneByOne = oneByOne;
    this.wide = wide;
  }

  /** Returns what is to be done next; the same until something is told. */
  Move next() {
    for (Map.Entry<String, CulpritFinder> each : unnamed.entrySet()) {
      CulpritFinder suspects = each.getValue();
      if (suspects.found()) {
        return new Move.Blame(each.getKey(), suspects.with(), suspects.smallest());
      }
    }
    ImmutableList<String> coming = cars.isEmpty() ? coming() : ImmutableList.of();
    if (!coming.isEmpty()) {
      return new Move.Couple(coming);
    }
    ImmutableList<Combination> probes = probes();
    return probes.isEmpty() ? new Move.Over() : new Move.Test(probes);
  }

  private ImmutableList<Combination> probes() {
    Stream<Combination> who =
        cars.isEmpty() ? Stream.of() : Stream.of(Combination.front(line.size() + search.probe()));
    Stream<Combination> withWhom = unnamed.values().stream().map(CulpritFinder::probe);
    return Stream.concat(who, withWhom).limit(wide).collect(ImmutableList.toImmutableList());
  }

  /** These, the first of those asked for, were coupled. */
  void coupled(List<String> units) {
    cars.addAll(units);
    search = Bisection.among(cars.size());
  }

  /** These are in without a test: an earlier merge of the run has tested them. */
  void testedBefore(List<String> units) {
    line.addAll(units);
  }

  /** The first of those asked for cannot join; or somebody is out from the beginning. */
  void leftOut(String unit) {
    out.add(unit);
  }

  /**
   * The trees asked for were tested: which are green? One that cannot be made counts as green. Once
   * the first red one is known, those before it are in, those behind it are uncoupled.
   */
  void tested(Map<Combination, Boolean> green) {
    green.forEach(
        (mix, is) -> {
          if (mix.more().isEmpty()) {
            search = search.tested(mix.upto() - line.size(), is);
          } else {
            unnamed.computeIfPresent(mix.last(), (unit, suspects) -> suspects.tested(mix, is));
          }
        });
    if (!cars.isEmpty()) {
      judge();
    }
  }

  private void judge() {
    Optional<Integer> red = search.found();
    if (search.green()) {
      enter(cars.size());
    } else if (red.isPresent()) {
      String unit = cars.get(red.get() - 1);
      enter(red.get() - 1);
      cars.clear();
      out.add(unit);
      settled++;
      guilty++;
      unnamed.put(unit, CulpritFinder.of(graph, ImmutableList.copyOf(line), unit));
    }
  }

  /** What there is to say of it was said. */
  void blamed(String unit) {
    unnamed.remove(unit);
  }

  private void enter(int units) {
    line.addAll(cars.subList(0, units));
    cars.subList(0, units).clear();
    settled += units;
  }

  /** Returns who is in for good, in order. */
  ImmutableList<String> line() {
    return ImmutableList.copyOf(line);
  }

  /** Returns who is out. */
  ImmutableList<String> out() {
    return ImmutableList.copyOf(out);
  }

  /** Returns whether {@code mix}, one of those asked for, was red before and is tested again. */
  boolean doubted(Combination mix) {
    CulpritFinder suspects = mix.more().isEmpty() ? null : unnamed.get(mix.last());
    return suspects == null ? search.doubted(mix.upto() - line.size()) : suspects.doubted(mix);
  }

  private ImmutableList<String> coming() {
    int most = oneByOne ? 1 : batch(settled, guilty);
    return order.next(new LinkedHashSet<>(line), out, most);
  }

  /**
   * Returns how many units are tested at once after so many were settled, so many of them guilty.
   */
  static int batch(int settled, int guilty) {
    return guilty == 0 ? Integer.MAX_VALUE : (settled + 1) / guilty;
  }
}
