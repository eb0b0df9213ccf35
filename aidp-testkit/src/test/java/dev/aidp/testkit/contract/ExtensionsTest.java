package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workflow.WorkflowDefinition;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application adds is looked at when Aidp is opened. */
class ExtensionsTest {

  /** Performs an activity that has a performer already, and nothing else. */
  private static final class OwnPlans implements PlanActivities {

    @Override
    public PlanReading read(PlanText plan) {
      throw new AssertionError("Aidp's own was replaced");
    }

    @Override
    public PlanReading readReply(PlanText reply) {
      throw new AssertionError("Aidp's own was replaced");
    }

    @Override
    public PlanReading readParts(PlanText reply, PlanText whole, String unit) {
      throw new AssertionError("Aidp's own was replaced");
    }

    @Override
    public PlanReading edit(PlanText plan, PlanEdit edit) {
      throw new AssertionError("Aidp's own was replaced");
    }
  }

  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void open(List<WorkflowDefinition<?>> workflows, List<Object> activities) {
    Aidp.open(
            stage.repository().top(), AidpOptions.defaults(), new Extensions(workflows, activities))
        .close();
  }

  @Test
  void an_activity_with_a_name_that_is_taken_is_refused_and_both_are_named() {
    assertThatThrownBy(() -> open(List.of(), List.of(new OwnPlans())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("PlanActivitiesImpl")
        .hasMessageContaining("OwnPlans");
  }

  @Test
  void what_performs_no_activity_is_refused() {
    assertThatThrownBy(() -> open(List.of(), List.of("no activity")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("java.lang.String performs no activities");
  }

  @Test
  void a_workflow_of_a_type_that_is_taken_is_refused() {
    assertThatThrownBy(() -> open(List.of(Toy.run(toy -> {}), Toy.run(toy -> {})), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("AidpToy");
  }
}
