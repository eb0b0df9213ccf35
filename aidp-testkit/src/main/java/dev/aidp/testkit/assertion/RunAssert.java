package dev.aidp.testkit.assertion;

import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.testkit.agent.PlayedTurn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

/** What a test demands of a run: how it ended, what agents were told, what its branch holds. */
public final class RunAssert extends AbstractAssert<RunAssert, PlayedRun> {

  RunAssert(PlayedRun actual) {
    super(actual, RunAssert.class);
  }

  /** Demands that all of its work is done, and its checks are green. */
  public RunAssert endedGreen() {
    return ended(RunState.COMPLETED);
  }

  /** Demands that it stands so; a failure says what kept it from it. */
  public RunAssert ended(RunState state) {
    RunView view = actual.view();
    if (view.state() != state) {
      failWithMessage(
          "The run %s is %s, not %s.%n%s",
          view.id(), view.state().wireName(), state.wireName(), account(view));
    }
    return this;
  }

  /** Demands that its unit took so many iterations, or of several the one with the most. */
  public RunAssert after(int iterations) {
    int most =
        actual.view().units().stream().mapToInt(unit -> unit.tries().iterations()).max().orElse(0);
    if (most != iterations) {
      failWithMessage(
          "The run %s took %d iterations, not %d.%n%s",
          actual.view().id(), most, iterations, account(actual.view()));
    }
    return this;
  }

  /** Demands that an agent was told {@code text}, in whichever turn. */
  public RunAssert prompted(String text) {
    if (actual.turns().stream().noneMatch(turn -> turn.prompt().contains(text))) {
      failWithMessage(
          "No agent was told:%n  %s%nbut in %d turns:%n%s", text, actual.turns().size(), prompts());
    }
    return this;
  }

  /** Demands that no agent was told {@code text}. */
  public RunAssert neverPrompted(String text) {
    actual.turns().stream()
        .filter(turn -> turn.prompt().contains(text))
        .findFirst()
        .ifPresent(
            turn ->
                failWithMessage(
                    "In the turn %s an agent was told:%n%s", turn.key(), turn.prompt()));
    return this;
  }

  /**
   * Demands that agents were asked for exactly these turns, {@code ROLE/UNIT/ATTEMPT/ITERATION}.
   */
  public RunAssert tookTurns(String... keys) {
    Assertions.assertThat(actual.turns())
        .as("the turns of run %s", actual.view().id())
        .extracting(PlayedTurn::key)
        .containsExactlyInAnyOrder(keys);
    return this;
  }

  /** Demands that no turn was taken twice, whatever crashed in between. */
  public RunAssert tookNoTurnTwice() {
    Map<String, Integer> counts = new TreeMap<>();
    actual.turns().forEach(turn -> counts.merge(turn.key(), 1, Integer::sum));
    counts.values().removeIf(count -> count == 1);
    if (!counts.isEmpty()) {
      failWithMessage("The run %s took turns again: %s", actual.view().id(), counts);
    }
    return this;
  }

  /** Demands that each step, timer and child is recorded once at most. */
  public RunAssert recordedEachOnce() {
    Map<String, Integer> counts = new TreeMap<>();
    for (HistoryEntry entry : actual.history()) {
      switch (entry.kind()) {
        case STEP, TIMER, CHILD, ENDED ->
            counts.merge(
                entry.run() + " " + entry.kind().wireName() + " " + entry.key(), 1, Integer::sum);
        default -> {
          // The same message may come twice.
        }
      }
    }
    counts.values().removeIf(count -> count == 1);
    if (!counts.isEmpty()) {
      failWithMessage("The run %s has recorded again: %s", actual.view().id(), counts);
    }
    return this;
  }

  /** Demands that its error says this. */
  public RunAssert failedBecause(String text) {
    ended(RunState.FAILED);
    if (!account(actual.view()).contains(text)) {
      failWithMessage(
          "Nothing says of run %s:%n  %s%n%s", actual.view().id(), text, account(actual.view()));
    }
    return this;
  }

  /** Looks at one of its units. */
  public UnitAssert unit(String id) {
    List<UnitView> units = actual.view().units();
    return new UnitAssert(
        this,
        units.stream()
            .filter(unit -> unit.id().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "The run %s has no unit '%s', but %s."
                            .formatted(
                                actual.view().id(),
                                id,
                                units.stream().map(UnitView::id).toList()))));
  }

  /** Looks at what is in its result branch, which must be there. */
  public TreeAssert tree() {
    String branch = actual.view().branch();
    if (branch == null) {
      failWithMessage("The run %s has no branch.%n%s", actual.view().id(), account(actual.view()));
    }
    return new TreeAssert(this, actual.repository(), Objects.requireNonNull(branch));
  }

  /** Looks at the prompts, in the order of turns. */
  public ListAssert<String> prompts(String unit) {
    return Assertions.assertThat(
        actual.turns().stream()
            .filter(turn -> turn.unit().equals(unit))
            .map(PlayedTurn::prompt)
            .toList());
  }

  /** Looks at what was recorded, as {@code KIND KEY}, in the order of time. */
  public ListAssert<String> history() {
    return Assertions.assertThat(
        actual.history().stream()
            .map(entry -> (entry.kind().wireName() + " " + entry.key()).strip())
            .toList());
  }

  private String prompts() {
    return actual.turns().stream()
        .map(turn -> "--- " + turn.key() + "\n" + turn.prompt())
        .collect(Collectors.joining("\n"));
  }

  private static String account(RunView view) {
    String units =
        view.units().stream()
            .map(
                unit ->
                    "  unit %s: %s after %d iterations%s%s"
                        .formatted(
                            unit.id(),
                            unit.state().wireName(),
                            unit.tries().iterations(),
                            unit.error() == null ? "" : ": " + unit.error().message(),
                            unit.remarks().failing().isEmpty()
                                ? ""
                                : ", failing " + unit.remarks().failing()))
            .collect(Collectors.joining("\n"));
    return (view.error() == null ? "" : "  " + view.error() + "\n") + units;
  }
}
