package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.NotFoundException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.Loop;
import dev.aidp.workloop.LoopCheckpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The finished iterations of a run's units, over all its generations, as their loops tell them. */
final class Checkpoints {

  /** The last ones of so many units are named where one is wanted that is not there. */
  private static final int NAMED = 20;

  private static final Pattern NAME =
      Pattern.compile("(?:(?<unit>[^@]+)@)?(?:(?<attempt>\\d{1,9})\\.)?(?<iteration>\\d{1,9})");

  private static final Pattern WHOLE = Pattern.compile("@?(?<number>\\d{1,9})");

  private final TypedRun run;
  private final Engine engine;
  private final RunView view;

  Checkpoints(TypedRun run, Engine engine, RunView view) {
    this.run = run;
    this.engine = engine;
    this.view = view;
  }

  /**
   * A run of a workflow that is a loop.
   *
   * @param id as its engine knows it
   * @param workflow its workflow
   */
  record LoopId(String id, Class<? extends Loop> workflow) {}

  /**
   * A checkpoint that somebody has named.
   *
   * @param shown as people see it
   * @param state the whole state of its loop
   */
  record Chosen(Checkpoint shown, LoopCheckpoint state) {

    /** Returns what a person calls it. */
    String words() {
      return "iteration %d of attempt %d of '%s'"
          .formatted(shown.iteration(), shown.attempt(), shown.unit());
    }
  }

  /** Returns those of {@code unit}, or of all units; those of each in their order. */
  ImmutableList<Checkpoint> all(@Nullable String unit) {
    List<String> units = view.units().stream().map(RunView.UnitView::id).toList();
    if (unit != null && !units.contains(unit)) {
      throw Retry.noSuchUnit(view.id(), unit);
    }
    return (unit == null ? units : List.of(unit))
        .stream().flatMap(one -> of(one).stream()).collect(ImmutableList.toImmutableList());
  }

  private List<Checkpoint> of(String unit) {
    List<Checkpoint> all = new ArrayList<>();
    run.loops(engine, unit).forEach(loop -> all.addAll(told(loop)));
    all.sort(Comparator.comparing(Checkpoint::attempt).thenComparing(Checkpoint::iteration));
    return all;
  }

  private List<Checkpoint> told(LoopId loop) {
    return TypedRun.ask(() -> engine.query(loop.id(), loop.workflow(), Loop::checkpoints))
        .orElse(List.of());
  }

  /**
   * Returns the one of the whole run that {@code name} means: {@code @40}, or {@code 40} where it
   * has several units; empty if it names an iteration.
   *
   * @throws NotFoundException if there is none, with those that there are
   */
  Optional<FeatureCheckpoint> whole(String name) {
    Matcher words = WHOLE.matcher(name);
    if (!words.matches() || !name.startsWith("@") && view.units().size() < 2) {
      return Optional.empty();
    }
    int number = Integer.parseInt(words.group("number"));
    return Optional.of(
        run.whole(engine).stream()
            .filter(one -> one.number() == number)
            .findFirst()
            .orElseThrow(() -> missing(name, all(null))));
  }

  /**
   * Returns the one that {@code name} means: {@code 3}, {@code 1.3}, {@code model@3} or {@code
   * model@1.3}. Without an attempt it is the last attempt that came so far; without a unit, the
   * run's only one.
   *
   * @throws NotFoundException if there is none, with those that there are
   */
  Chosen find(String name) {
    Matcher words = NAME.matcher(name);
    if (!words.matches()) {
      throw missing(name, all(null));
    }
    String unit = words.group("unit") == null ? only(name) : words.group("unit");
    ImmutableList<Checkpoint> known = all(unit);
    String attempt = words.group("attempt");
    int iteration = Integer.parseInt(words.group("iteration"));
    Checkpoint shown =
        known.reverse().stream()
            .filter(one -> one.iteration() == iteration)
            .filter(one -> attempt == null || one.attempt() == Integer.parseInt(attempt))
            .findFirst()
            .orElseThrow(() -> missing(name, known));
    return new Chosen(shown, state(shown).orElseThrow(() -> missing(name, known)));
  }

  private String only(String name) {
    if (view.units().size() != 1) {
      throw missing(name, all(null));
    }
    return view.units().get(0).id();
  }

  private Optional<LoopCheckpoint> state(Checkpoint shown) {
    return run.loops(engine, shown.unit()).stream()
        .flatMap(loop -> state(loop, shown).stream())
        .findFirst();
  }

  private Optional<LoopCheckpoint> state(LoopId loop, Checkpoint shown) {
    return TypedRun.ask(
            () ->
                Optional.ofNullable(
                    engine.query(
                        loop.id(),
                        loop.workflow(),
                        asked -> asked.checkpointAt(shown.attempt(), shown.iteration()))))
        .flatMap(found -> found);
  }

  private NotFoundException missing(String name, List<Checkpoint> known) {
    boolean several = view.units().size() > 1;
    String there =
        known.stream()
            .sorted(Comparator.comparing(Checkpoint::regular).reversed())
            .limit(NAMED)
            .map(one -> (several ? one.unit() + "@" : "") + one.place())
            .collect(Collectors.joining(", "));
    return new NotFoundException(
        "The run '%s' has no checkpoint '%s'%s"
            .formatted(
                view.id(),
                name,
                known.isEmpty()
                    ? ": no iteration of it has ended yet."
                    : "; there are: %s%s%s."
                        .formatted(ofWhole(), there, known.size() > NAMED ? ", …" : "")));
  }

  private String ofWhole() {
    List<FeatureCheckpoint> whole = run.whole(engine);
    return whole.isEmpty()
        ? ""
        : whole.size() == 1 ? "@1, " : "@1 to @%d, ".formatted(whole.size());
  }
}
