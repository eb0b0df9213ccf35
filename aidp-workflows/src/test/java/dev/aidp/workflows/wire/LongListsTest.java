package dev.aidp.workflows.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import dev.aidp.feature.FeaturePhase;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.KnownConflicts;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.run.Usage;
import dev.aidp.workflows.script.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongListsTest {

  private static PlanGraph graph(int units) {
    return new PlanGraph(
        "plan",
        IntStream.range(0, units)
            .mapToObj(
                i ->
                    Samples.claiming(
                        i == 0 ? PlanNode.of(unit(i)) : PlanNode.of(unit(i), unit(i / 2)),
                        "src/main/java/part" + i + "/**"))
            .toList());
  }

  private static String unit(int number) {
    return "unit-" + number;
  }

  private static String commit(int number) {
    return Hashing.sha256()
        .hashString("commit " + number, StandardCharsets.UTF_8)
        .toString()
        .substring(0, 40);
  }

  private static FeatureState state(int units) {
    Instant began = Instant.parse("2026-11-21T10:00:00Z");
    List<UnitReport> reports =
        IntStream.range(0, units)
            .mapToObj(
                i ->
                    UnitReport.unstarted(unit(i), UnitState.COMPLETED, "aidp-units/f/" + unit(i))
                        .withTimes(
                            UnitTimes.from(began.plusMillis(977L * i))
                                .until(began.plusMillis(1_301L * i + 41_213)))
                        .at(commit(i)))
            .toList();
    return new FeatureState(
        new FeatureState.Standing(RunState.RUNNING, FeaturePhase.UNITS, 0, null, null, List.of()),
        graph(units),
        reports,
        List.of(),
        KnownConflicts.NONE,
        null,
        null,
        Usage.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, LongLists.PLAIN, LongLists.PLAIN + 1, 2_000})
  void a_list_reads_as_it_was_written_however_long_it_is(int units) {
    FeatureState state = state(units);

    assertThat(Wire.<FeatureState>read(Wire.json(state), FeatureState.class)).isEqualTo(state);
  }

  @Test
  void up_to_five_hundred_units_people_can_read_it() {
    assertThat(Wire.tree(Wire.json(graph(LongLists.PLAIN))).get("nodes").isArray()).isTrue();
    assertThat(Wire.tree(Wire.json(graph(LongLists.PLAIN + 1))).get("nodes").isTextual()).isTrue();
  }

  @Test
  void what_was_written_before_the_list_was_added_has_none_of_it() {
    assertThat(Wire.<PlanGraph>read("{\"plan\": \"p\"}", PlanGraph.class).nodes()).isEmpty();
    assertThat(Wire.<PlanGraph>read("{\"plan\": \"p\", \"nodes\": null}", PlanGraph.class).nodes())
        .isEmpty();
  }

  @Test
  void all_that_a_feature_of_ten_thousand_units_says_can_be_sent() {
    FeatureState state = state(10_000);
    FeatureWork again = Samples.feature(Samples.settings()).again(2, state, List.of());
    UnitHead[] finished =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new UnitHead(unit(i), commit(i)))
            .toArray(UnitHead[]::new);
    MergeWork merge = Samples.merge(graph(10_000), Samples.settings(), finished);

    assertThat(Wire.json(state).length()).isLessThan(Wire.LARGEST);
    assertThat(Wire.json(again).length()).isLessThan(Wire.LARGEST);
    assertThat(Wire.json(merge).length()).isLessThan(Wire.LARGEST);
  }
}
