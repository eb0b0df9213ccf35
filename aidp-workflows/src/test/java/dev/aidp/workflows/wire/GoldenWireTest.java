package dev.aidp.workflows.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.aidp.agent.AgentActivities;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CommandActivities;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.ReuseActivities;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.UnitChange;
import dev.aidp.run.AgentChain;
import dev.aidp.run.RunRequest;
import dev.aidp.run.Strategy;
import dev.aidp.workloop.ReviewActivities;
import dev.aidp.workloop.UnitActivities;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Running workflows hold these forms: change one only so that the old form still reads. */
class GoldenWireTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static List<Object> samples() {
    return WireSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void comes_back_as_it_was(Object sample) {
    Object back = Wire.read(Wire.json(sample), sample.getClass());

    assertThat(back).isEqualTo(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_written_as_it_always_was(Object sample) throws IOException {
    Path file = GOLDEN.resolve(sample.getClass().getSimpleName() + ".json");
    String json =
        Wire.mapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(sample)
                .replace("\r", "")
            + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, json);
    }

    assertThat(file).as("write it with -Dgolden.write=true and review the difference").exists();
    assertThat(json).isEqualTo(Files.readString(file));
  }

  /**
   * A request that a person has mistyped is refused where it is resolved, a unit where it is read.
   */
  static Stream<Object> tolerant() {
    return samples().stream()
        .filter(sample -> !(sample instanceof RunRequest<?> || sample instanceof UnitChange));
  }

  @ParameterizedTest
  @MethodSource("tolerant")
  void is_read_though_a_newer_writer_knows_more(Object sample) {
    String more = Wire.json(sample).replaceFirst("\\{", "{\"not_known_yet\":{\"a\":[1]},");

    assertThat((Object) Wire.read(more, sample.getClass())).isEqualTo(sample);
  }

  @Test
  void is_read_though_an_older_writer_knew_no_lists() {
    PlanNode read =
        Wire.read(
            "{\"id\":\"a\",\"weight\":\"STANDARD\",\"rules\":{\"required\":true}}", PlanNode.class);

    assertThat(read).isEqualTo(PlanNode.of("a"));
  }

  @Test
  void who_joins_in_a_way_of_its_own_says_so_and_others_are_as_before() {
    UnitHead tip = new UnitHead("a", "c", Strategy.SQUASH);

    assertThat((Object) Wire.read(Wire.json(tip), UnitHead.class)).isEqualTo(tip);
    assertThat(Wire.json(new UnitHead("a", "c"))).isEqualTo("{\"unit\":\"a\",\"commit\":\"c\"}");
    assertThat((Object) Wire.read("{\"unit\":\"a\",\"commit\":\"c\"}", UnitHead.class))
        .isEqualTo(new UnitHead("a", "c"));
  }

  @Test
  void an_agent_is_read_from_when_it_was_but_a_command() {
    AgentChain read = Wire.read("\"code --now\"", AgentChain.class);

    assertThat(read).isEqualTo(AgentChain.command("code --now"));
  }

  @Test
  void no_type_that_a_workflow_or_a_step_takes_or_gives_is_missing() {
    List<Class<?>> pinned = samples().stream().<Class<?>>map(Object::getClass).toList();

    Stream<Class<?>> records =
        Stream.of(
                WorkLoopWorkflow.class,
                AtomicUnitWorkflow.class,
                FeatureOrchestrationWorkflow.class,
                MergeAtomicUnitsWorkflow.class,
                AgentActivities.class,
                CommandActivities.class,
                UnitActivities.class,
                GitActivities.class,
                HandOverActivities.class,
                PlanActivities.class,
                ReuseActivities.class,
                ReviewActivities.class)
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .flatMap(GoldenWireTest::types)
            .filter(Class::isRecord);

    assertThat(records).isSubsetOf(pinned);
  }

  private static Stream<Class<?>> types(Method method) {
    return Stream.concat(
            Arrays.stream(method.getGenericParameterTypes()),
            Stream.of(method.getGenericReturnType()))
        .flatMap(GoldenWireTest::raw);
  }

  private static Stream<Class<?>> raw(Type type) {
    return type instanceof ParameterizedType list
        ? Arrays.stream(list.getActualTypeArguments()).flatMap(GoldenWireTest::raw)
        : Stream.of((Class<?>) type);
  }
}
