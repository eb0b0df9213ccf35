package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The list of scenarios. Every engine must come to the same with each of them. */
public final class Scenarios {

  private Scenarios() {}

  /** Returns all of them. */
  public static List<Scenario> all() {
    return ImmutableList.<Scenario>builder()
        .addAll(UnitScenarios.all())
        .addAll(CleanScenarios.all())
        .addAll(ParallelScenarios.all())
        .addAll(HostScenarios.all())
        .addAll(SteeringScenarios.all())
        .addAll(QuestionScenarios.all())
        .addAll(ReviewScenarios.all())
        .addAll(MergeScenarios.all())
        .addAll(StrategyScenarios.all())
        .addAll(PlanScenarios.all())
        .addAll(HandOverScenarios.all())
        .addAll(ChainScenarios.all())
        .addAll(InProcessScenarios.all())
        .addAll(BudgetScenarios.all())
        .addAll(HostileScenarios.all())
        .addAll(RepositoryScenarios.all())
        .addAll(StuckScenarios.all())
        .addAll(DishonestScenarios.all())
        .addAll(ActionScenarios.all())
        .addAll(GuardScenarios.all())
        .addAll(EditScenarios.all())
        .addAll(NestedScenarios.all())
        .build();
  }
}
