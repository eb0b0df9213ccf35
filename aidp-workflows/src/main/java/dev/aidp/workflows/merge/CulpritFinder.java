package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search for the smallest set of units that is red with one that is known to make the train
 * red. Pure; each method returns the next state.
 */
final class CulpritFinder {

  /*
   * As QuickXplain [1] in its linear form, stage by stage: with what is in the set already, find the first unit from the
   * train's front with which it turns red; that one is in the set; those behind it are not needed. Again, until the set
   * alone is red. Each set that is tested holds all that its units need. If what is red stays red when more is added, no
   * unit of the set can be left away. Units that others of the set need are not named: those cannot be without them.
   *
   * A stage begins with the set alone, since mostly that is all; red, it is tested again, and nothing else need be. Only
   * where it is green, the tree that led to the stage is tested again: green, it was flaky, and the stage before goes on.
   * [1] U. Junker, QuickXplain, AAAI 2004.
   */

  private final UnitGraph graph;
  private final ImmutableList<String> line;
  private final ImmutableList<String> set;
  private final ImmutableList<String> others;
  private final Bisection search;

  /** The stage that led to this one, by a tree that is in doubt; null if it is beyond doubt. */
  private final @Nullable CulpritFinder before;

  private CulpritFinder(
      UnitGraph graph,
      ImmutableList<String> line,
      ImmutableList<String> set,
      ImmutableList<String> others,
      Bisection search,
      @Nullable CulpritFinder before) {
    this.graph = graph;
    this.line = line;
    this.set = set;
    this.others = others;
    this.search = search;
    this.before = before;
  }

  /** Returns the search where {@code line}, all of it green, turns red with {@code guilty}. */
  static CulpritFinder of(UnitGraph graph, ImmutableList<String> line, String guilty) {
    return stage(graph, line, ImmutableList.of(guilty), line, null);
  }

  private static CulpritFinder stage(
      UnitGraph graph,
      ImmutableList<String> line,
      ImmutableList<String> set,
      List<String> candidates,
      @Nullable CulpritFinder before) {
    ImmutableList<String> others =
        candidates.stream()
            .filter(unit -> set.stream().noneMatch(in -> has(graph, in, unit)))
            .collect(ImmutableList.toImmutableList());
    Bisection search = Bisection.upTo(others.size(), before == null);
    return new CulpritFinder(graph, line, set, others, search, before);
  }

  /** The probe was tested. One that cannot be made is not known to be red: green. */
  CulpritFinder tested(Combination mix, boolean green) {
    return with(search.tested(place(mix), green)).next();
  }

  private CulpritFinder next() {
    Optional<Integer> first = search.narrowed();
    if (before != null && search.green()) {
      return before.with(before.search.tested(before.first(), true)).next();
    }
    return first.isPresent() && first.get() > 0 && !doubted(others.size())
        ? longer(first.get())
        : this;
  }

  /** The set turns red with the unit at {@code place}. */
  private CulpritFinder longer(int place) {
    return stage(
        graph,
        line,
        ImmutableList.<String>builder().add(others.get(place - 1)).addAll(set).build(),
        others.subList(0, place - 1),
        doubted(place) ? this : null);
  }

  private int first() {
    return search.narrowed().orElseThrow();
  }

  private CulpritFinder with(Bisection after) {
    return new CulpritFinder(graph, line, set, others, after, before);
  }

  /** Returns whether the set is known. */
  boolean found() {
    return search.found().equals(Optional.of(0));
  }

  /** Returns who is in the set besides the guilty one, in the order they joined. */
  ImmutableList<String> with() {
    return set.subList(0, set.size() - 1);
  }

  /** Returns the smallest tree that is known to be red. */
  Combination smallest() {
    return mix(0);
  }

  /** Returns the tree to test next, unless the set is found. */
  Combination probe() {
    if (!search.knows(0) || doubted(0)) {
      return mix(0);
    }
    return mix(doubted(others.size()) ? others.size() : search.probe());
  }

  /** Returns whether {@code mix}, the probe, was red before and is in doubt. */
  boolean doubted(Combination mix) {
    return doubted(place(mix));
  }

  private boolean doubted(int place) {
    return search.doubted(place);
  }

  private Combination mix(int place) {
    int upto = place == 0 ? 0 : line.indexOf(others.get(place - 1)) + 1;
    List<String> more = new ArrayList<>();
    line.subList(upto, line.size()).stream().filter(this::needed).forEach(more::add);
    more.add(set.get(set.size() - 1));
    return new Combination(upto, ImmutableList.copyOf(more));
  }

  private int place(Combination mix) {
    for (int place = 0; place <= others.size(); place++) {
      if (mix(place).equals(mix)) {
        return place;
      }
    }
    throw new IllegalArgumentException("Not asked for: " + mix);
  }

  private boolean needed(String unit) {
    return set.stream().anyMatch(in -> has(graph, in, unit));
  }

  private static boolean has(UnitGraph graph, String in, String unit) {
    return in.equals(unit) || graph.needs(in, unit);
  }
}
