package dev.aidp.testkit.scenario;

import dev.aidp.RunHandle;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole run and what it must come to.
 *
 * @param name a few words
 * @param setting what it is started with
 * @param agents makes the agents' rules
 * @param steering what is said to it on the way
 * @param expected {@link NormalisedResult#summary()} at its end
 * @param times how many runs are made of it, one after the other; the last one counts
 * @param place makes the repository ready, which has one commit
 * @param uncloned why its branches need not be green in a fresh clone, or null: they must
 */
public record Scenario(
    String name,
    Setting setting,
    Consumer<ScriptedAgent> agents,
    Steering steering,
    String expected,
    int times,
    Consumer<SampleRepository> place,
    @Nullable String uncloned) {

  /** Makes one of a single run. */
  public Scenario(
      String name,
      Setting setting,
      Consumer<ScriptedAgent> agents,
      Steering steering,
      String expected) {
    this(name, setting, agents, steering, expected, 1, repository -> {}, null);
  }

  /** What somebody does to a run while it is under way. */
  @FunctionalInterface
  public interface Steering {

    /** Lets the run go its way. */
    Steering NONE = (run, agents) -> {};

    /** Does it; agents wait at their gates meanwhile. */
    void steer(RunHandle run, ScriptedAgent agents);
  }

  /** Returns a scenario that nobody steers. */
  public static Scenario of(
      String name, Setting setting, Consumer<ScriptedAgent> agents, String expected) {
    return new Scenario(name, setting, agents, Steering.NONE, expected);
  }

  /** Returns a copy that is played twice in the same repository. */
  public Scenario twice() {
    return new Scenario(name, setting, agents, steering, expected, 2, place, uncloned);
  }

  /** Returns a copy that is played in a repository that {@code other} has made ready. */
  public Scenario in(Consumer<SampleRepository> other) {
    return new Scenario(name, setting, agents, steering, expected, times, other, uncloned);
  }

  /** Returns a copy whose branches need not be green in a fresh clone. */
  public Scenario uncloned(String reason) {
    return new Scenario(name, setting, agents, steering, expected, times, place, reason);
  }

  @Override
  public String toString() {
    return name;
  }
}
