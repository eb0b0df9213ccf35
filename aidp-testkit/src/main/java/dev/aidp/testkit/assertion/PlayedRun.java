package dev.aidp.testkit.assertion;

import com.google.common.collect.ImmutableList;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.PlayedTurn;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.List;

/**
 * A run that has come to its end, or waits, and all that a test may want to know of it. {@link
 * AidpAssertions#assertThat(PlayedRun)} looks at it.
 *
 * @param view how it stands
 * @param history what was recorded of it
 * @param turns what agents were asked for since it was started, in order
 * @param repository where it worked
 */
public record PlayedRun(
    RunView view, List<HistoryEntry> history, List<PlayedTurn> turns, SampleRepository repository) {

  /** Copies the lists. */
  public PlayedRun {
    history = ImmutableList.copyOf(history);
    turns = ImmutableList.copyOf(turns);
  }

  @Override
  public String toString() {
    return "run %s (%s) %s".formatted(view.id(), view.state().wireName(), view);
  }
}
