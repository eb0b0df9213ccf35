package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The search for the smallest set of units that is red with one that is known to make the train
 * red. Pure; each method returns the next state.
 */
final class Suspects {

  /*
   * As QuickXplain [1] in its linear form: with what is in the set already, find the first unit from the train's front
   * with which it turns red; that one is in the set; those behind it are not needed. Again, until the set alone is red.
   * Each set that is tested holds all that its units need. If what is red stays red when more is added, no unit of the
   * set can be left away. Units that others of the set need are not named: those cannot be without them.
   * [1] U. Junker, QuickXplain, AAAI 2004.
   */

  private final UnitGraph graph;
  private final ImmutableList<String> line;
  private final ImmutableList<String> set;
  private final ImmutableList<String> others;
  private final FirstRed search;
  private final Mix smallest;

  private Suspects(
      UnitGraph graph,
      ImmutableList<String> line,
      ImmutableList<String> set,
      ImmutableList<String> others,
      FirstRed search,
      Mix smallest) {
    this.graph = graph;
    this.line = line;
    this.set = set;
    this.others = others;
    this.search = search;
    this.smallest = smallest;
  }

  /** Returns the search where {@code line}, all of it green, turns red with {@code guilty}. */
  static Suspects of(UnitGraph graph, ImmutableList<String> line, String guilty) {
    Mix all = new Mix(line.size(), ImmutableList.of(guilty));
    return next(graph, line, ImmutableList.of(guilty), line, all);
  }

  private static Suspects next(
      UnitGraph graph,
      ImmutableList<String> line,
      ImmutableList<String> set,
      List<String> candidates,
      Mix smallest) {
    ImmutableList<String> others =
        candidates.stream()
            .filter(unit -> set.stream().noneMatch(in -> has(graph, in, unit)))
            .collect(ImmutableList.toImmutableList());
    return new Suspects(graph, line, set, others, FirstRed.upTo(others.size()), smallest);
  }

  /** The probes were tested: which are green? One that cannot be made is not known to be red. */
  Suspects tested(Map<Mix, Boolean> green) {
    FirstRed after = search;
    for (Map.Entry<Mix, Boolean> each : green.entrySet()) {
      after = after.tested(place(each.getKey()), each.getValue());
    }
    if (after.found().isEmpty()) {
      return with(after, smallest);
    }
    int first = after.found().get();
    Mix red = mix(first);
    return first == 0
        ? with(after, red)
        : next(graph, line, add(others.get(first - 1)), others.subList(0, first - 1), red);
  }

  private Suspects with(FirstRed after, Mix red) {
    return new Suspects(graph, line, set, others, after, red);
  }

  private ImmutableList<String> add(String unit) {
    return ImmutableList.<String>builder().add(unit).addAll(set).build();
  }

  /** Returns whether the set is known. */
  boolean found() {
    return search.found().isPresent();
  }

  /** Returns who is in the set besides the guilty one, in the order they joined. */
  ImmutableList<String> with() {
    return set.subList(0, set.size() - 1);
  }

  /** Returns the smallest tree that is known to be red. */
  Mix smallest() {
    return smallest;
  }

  /** Returns up to {@code wide} trees to test next: the set alone first, it may be all. */
  ImmutableList<Mix> probes(int wide) {
    if (!search.knows(0)) {
      return ImmutableList.of(mix(0));
    }
    return search.probes(wide).stream().map(this::mix).collect(ImmutableList.toImmutableList());
  }

  /** Returns whether {@code mix}, one of the probes, was red before and is in doubt. */
  boolean doubted(Mix mix) {
    return search.doubted(place(mix));
  }

  private Mix mix(int place) {
    int upto = place == 0 ? 0 : line.indexOf(others.get(place - 1)) + 1;
    List<String> more = new ArrayList<>();
    line.subList(upto, line.size()).stream().filter(this::needed).forEach(more::add);
    more.add(set.get(set.size() - 1));
    return new Mix(upto, ImmutableList.copyOf(more));
  }

  private int place(Mix mix) {
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
    return in.equals(unit) || graph.needs(in).contains(unit);
  }
}
