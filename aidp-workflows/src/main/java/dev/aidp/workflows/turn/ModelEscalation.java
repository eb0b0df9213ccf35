package dev.aidp.workflows.turn;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Defaults;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.workflow.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How strong a model work needs: it begins on a tier and climbs to the next one that its agent has
 * a model for when two iterations with one model were red. It never climbs down. Immutable.
 *
 * <p>An agent that is stuck with its strongest model is passed: others take the work.
 *
 * @param tier what it has climbed to
 * @param reds red iterations on this tier by agent
 * @param passed the agents that are passed
 */
record ModelEscalation(Tier tier, ImmutableMap<String, Integer> reds, ImmutableSet<String> passed) {

  /**
   * Returns the foot of the ladder for work of this weight: where nothing else is said, {@code
   * mini} for lightweight, {@code standard} for standard, {@code thinking} for heavyweight work.
   */
  static ModelEscalation begin(Tiers tiers, Step.Weight weight) {
    Tier byWeight =
        switch (weight) {
          case LIGHTWEIGHT -> Tier.MINI;
          case STANDARD -> Tier.STANDARD;
          case HEAVYWEIGHT -> Tier.THINKING;
        };
    return new ModelEscalation(
        tiers.start() == null ? byWeight : tiers.start(), ImmutableMap.of(), ImmutableSet.of());
  }

  /**
   * Returns the tier on which {@code agent} works: the strongest that it has and that is not above
   * this one, else its weakest.
   */
  Tier tier(AgentChoice agent) {
    ImmutableSortedSet<Tier> own = tiers(agent);
    Tier below = own.floor(tier);
    return below == null ? own.first() : below;
  }

  /** Returns the model of {@code agent}, or null for its own default. */
  @Nullable String model(AgentChoice agent) {
    return agent.models().get(tier(agent));
  }

  /** An iteration of {@code agent} was red. */
  ModelEscalation red(AgentChoice agent) {
    Map<String, Integer> counts = new LinkedHashMap<>(reds);
    int red = counts.merge(agent.shown(), 1, Integer::sum);
    Tier next = tiers(agent).higher(tier(agent));
    return red >= Defaults.MODEL_ATTEMPTS && next != null
        ? new ModelEscalation(next, ImmutableMap.of(), passed)
        : new ModelEscalation(tier, ImmutableMap.copyOf(counts), passed);
  }

  /**
   * {@code agent} is stuck: it goes on with its next stronger model or, if it has none, one of
   * {@code others} does. Where there is nobody either, all stays as it is.
   */
  ModelEscalation stuck(AgentChoice agent, List<AgentChoice> others) {
    Tier next = tiers(agent).higher(tier(agent));
    if (next != null) {
      return new ModelEscalation(next, ImmutableMap.of(), passed);
    }
    return others.stream().allMatch(this::passes)
        ? this
        : new ModelEscalation(
            tier, reds, ImmutableSet.<String>builder().addAll(passed).add(agent.shown()).build());
  }

  /** Returns whether {@code agent} takes no further turn while there are others. */
  boolean passes(AgentChoice agent) {
    return passed.contains(agent.shown());
  }

  /** An agent without a model for the tier standard uses its own default there. */
  private static ImmutableSortedSet<Tier> tiers(AgentChoice agent) {
    return ImmutableSortedSet.<Tier>naturalOrder()
        .addAll(agent.models().keySet())
        .add(Tier.STANDARD)
        .build();
  }
}
