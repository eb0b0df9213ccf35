package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.command.TreeCheck;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentReply;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private void open(Extensions extensions) {
    Aidp.open(stage.repository().top(), AidpOptions.defaults(), extensions).close();
  }

  @Test
  void an_activity_with_a_name_that_is_taken_is_refused_and_both_are_named() {
    assertThatThrownBy(() -> open(Extensions.none().activities(new OwnPlans())))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("PlanActivitiesImpl")
        .hasMessageContaining("OwnPlans");
  }

  @Test
  void what_performs_no_activity_is_refused() {
    assertThatThrownBy(() -> open(Extensions.none().activities("no activity")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("java.lang.String performs no activities");
  }

  @Test
  void a_workflow_of_a_type_that_is_taken_is_refused() {
    Extensions twice = Extensions.none().workflow(Toy.run(toy -> {})).workflow(Toy.run(toy -> {}));

    assertThatThrownBy(() -> open(twice))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("AidpToy");
  }

  @Test
  void each_addition_stays_beside_those_before_it() {
    Extensions all =
        Extensions.none()
            .workflow(ToyWorkflow.class, context -> Toy.run(toy -> {}).factory().apply(context))
            .activities("one")
            .activities("two", "three")
            .program("mine", Map.of("binary", "sh"))
            .program("yours", Map.of("binary", "sh"));

    assertThat(all.workflows()).singleElement().extracting("type").isEqualTo(ToyWorkflow.class);
    assertThat(all.activities()).containsExactly("one", "two", "three");
    assertThat(all.providers()).extracting(AgentProvider::name).containsExactly("mine", "yours");
  }

  static Stream<Arguments> wrong() {
    Extensions none = Extensions.none();
    Agent agent = (turn, listener) -> AgentReply.complete("");
    TreeCheck check = (tree, output) -> TreeCheck.Verdict.green();
    return Stream.of(
        refused("a name that none is", () -> none.named("My Shop")),
        refused("an agent's name that none is", () -> none.agent("My Agent", agent)),
        refused("two agents of a name", () -> none.agent("mine", agent).agent("mine", agent)),
        refused("two checks of a name", () -> none.check("c", "1", check).check("c", "1", check)),
        refused("a program without a binary", () -> none.program("mine", Map.of())));
  }

  private static Arguments refused(String what, ThrowingCallable call) {
    return Arguments.of(Named.of(what, call));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_cannot_be_added_is_refused_as_wrong_usage_with_a_remedy(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.remedy()).isNotBlank());
  }
}
