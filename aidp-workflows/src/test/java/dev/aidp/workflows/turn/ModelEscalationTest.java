package dev.aidp.workflows.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Permission;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.workflow.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelEscalationTest {

  private static final AgentChoice ALL =
      agent(Tier.MINI, "s", Tier.STANDARD, "m", Tier.PRO, "l", Tier.MAX, "xl");

  @Test
  void climbs_after_two_red_iterations_a_model_and_stays_at_the_top() {
    assertThat(models(ModelEscalation.begin(Tiers.USUAL, Step.Weight.LIGHTWEIGHT), ALL, 10))
        .containsExactly("s", "s", "m", "m", "l", "l", "xl", "xl", "xl", "xl");
  }

  @Test
  void begins_where_the_units_class_or_the_settings_say() {
    assertThat(models(ModelEscalation.begin(Tiers.USUAL, Step.Weight.STANDARD), ALL, 1))
        .containsExactly("m");
    // There is no model for thinking: the strongest that is not above it.
    assertThat(models(ModelEscalation.begin(Tiers.USUAL, Step.Weight.HEAVYWEIGHT), ALL, 3))
        .containsExactly("m", "m", "l");
    Tiers pro = new Tiers(Tier.PRO, ImmutableMap.of());
    assertThat(models(ModelEscalation.begin(pro, Step.Weight.LIGHTWEIGHT), ALL, 1))
        .containsExactly("l");
  }

  @Test
  void a_standard_tier_without_a_model_is_the_providers_own_default() {
    AgentChoice pro = agent(Tier.PRO, "l");

    assertThat(models(ModelEscalation.begin(Tiers.USUAL, Step.Weight.LIGHTWEIGHT), pro, 4))
        .containsExactly(null, null, "l", "l");
  }

  @Test
  void red_iterations_of_another_agent_do_not_count() {
    AgentChoice other =
        new AgentChoice("other", null, Permission.EDIT, ImmutableMap.of(Tier.PRO, "large"));
    ModelEscalation ladder =
        ModelEscalation.begin(Tiers.USUAL, Step.Weight.STANDARD).red(ALL).red(other);

    assertThat(ladder.model(ALL)).isEqualTo("m");
    assertThat(ladder.red(ALL).model(ALL)).isEqualTo("l");
    assertThat(ladder.red(other).model(ALL)).isEqualTo("l");
  }

  @Test
  void who_is_stuck_climbs_at_once_and_is_passed_at_the_top_where_there_are_others() {
    AgentChoice other = AgentChoice.provider("other");
    ModelEscalation ladder =
        ModelEscalation.begin(Tiers.USUAL, Step.Weight.STANDARD).stuck(ALL, List.of(other));
    assertThat(ladder.model(ALL)).isEqualTo("l");
    ladder = ladder.stuck(ALL, List.of(other));
    assertThat(ladder.model(ALL)).isEqualTo("xl");
    assertThat(ladder.stuck(ALL, List.of())).isEqualTo(ladder);

    ladder = ladder.stuck(ALL, List.of(other));

    assertThat(ladder.passes(ALL)).isTrue();
    assertThat(ladder.stuck(other, List.of(ALL))).isEqualTo(ladder);
  }

  private static List<String> models(ModelEscalation ladder, AgentChoice agent, int iterations) {
    List<String> models = new ArrayList<>();
    for (int i = 0; i < iterations; i++) {
      models.add(ladder.model(agent));
      ladder = ladder.red(agent);
    }
    return models;
  }

  private static AgentChoice agent(Object... models) {
    ImmutableMap.Builder<Tier, String> all = ImmutableMap.builder();
    for (int i = 0; i < models.length; i += 2) {
      all.put((Tier) models[i], (String) models[i + 1]);
    }
    return new AgentChoice("p", null, Permission.EDIT, all.buildOrThrow());
  }
}
