package dev.aidp.examples.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.MoreCollectors;
import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.RetryReach;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.FailureView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FiftyAgentsTest {

  @TempDir Path folder;

  @Test
  void of_fifty_agents_only_the_two_that_failed_are_tried_again() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));

    RunView run = FiftyAgents.run(repository.top(), FiftyAgents.AGENT);

    assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    assertThat(attempts(run, 2)).containsExactly("unit-23", "unit-47");
    assertThat(attempts(run, 1)).hasSize(49);
    assertThat(run.units()).allMatch(unit -> unit.state() == UnitState.MERGED);
    assertThat(repository.git("show", "aidp/fifty:unit-23.txt")).isEqualTo("unit-23, attempt 2");
    assertThat(run.standing().failures()).isEmpty();
  }

  @Test
  void what_never_goes_well_is_tried_as_often_as_its_class_allows_and_the_others_finish() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    String agent =
        FiftyAgents.AGENT.replace("unit-23/1", "unit-23/*").replace("unit-47/1", "unit-47/*");

    RunView run = FiftyAgents.run(repository.top(), agent);

    assertThat(run.state()).isEqualTo(RunState.PARTIAL);
    assertThat(attempts(run, 4)).containsExactly("unit-23");
    assertThat(attempts(run, 2)).containsExactly("unit-47");
    assertThat(attempts(run, 1)).hasSize(48);
    assertThat(run.units())
        .filteredOn(unit -> unit.state() != UnitState.MERGED)
        .extracting(unit -> unit.id() + " " + unit.state().wireName())
        .containsExactly("unit-23 failed", "unit-47 failed", "index skipped");
    FailureView limited = failure(run, FailureKind.RATE_LIMITED);
    assertThat(limited.attempts()).isEqualTo(Map.of("unit-23", new FailureView.Attempts(4, 4)));
    assertThat(limited.skipped()).containsExactly("index");
    assertThat(limited.remedy()).contains("Retry once the limit is over, at 20", "agent.chain");
    FailureView late = failure(run, FailureKind.TIMEOUT);
    assertThat(late.attempts()).isEqualTo(Map.of("unit-47", new FailureView.Attempts(2, 2)));
    assertThat(late.skipped()).isEmpty();
    assertThat(late.remedy()).contains("then retry", "limits.agent_timeout");
  }

  private static FailureView failure(RunView run, FailureKind cause) {
    return run.standing().failures().stream()
        .filter(each -> each.cause() == cause)
        .collect(MoreCollectors.onlyElement());
  }

  private static List<String> attempts(RunView run, int count) {
    return run.units().stream()
        .filter(unit -> unit.tries().attempts() == count)
        .map(RunView.UnitView::id)
        .toList();
  }

  @Test
  void what_stays_red_is_told_by_cause_and_retried_alone() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    String fails =
        """
        case $AIDP_UNIT_ID/$AIDP_ATTEMPT in
          unit-23/1|unit-31/1) echo "permanent: $AIDP_UNIT_ID: invalid request" >&2; exit 1 ;;
        esac
        """;
    String agent = fails + FiftyAgents.AGENT.replaceAll("unit-(23|47)/1[)].*\\n", "");

    RunView run = FiftyAgents.run(repository.top(), agent);

    assertThat(run.state()).isEqualTo(RunState.PARTIAL);
    assertThat(run.standing().failures()).hasSize(1);
    FailureView failure = run.standing().failures().get(0);
    assertThat(failure.cause()).isEqualTo(FailureKind.PERMANENT);
    assertThat(failure.units()).containsExactly("unit-23", "unit-31");
    assertThat(failure.skipped()).containsExactly("index");
    try (Aidp aidp = Aidp.open(repository.top(), AidpOptions.defaults())) {
      RunHandle handle = aidp.run("fifty");
      RetryReach reach = handle.reach(List.of("unit-23"));
      assertThat(reach.again()).containsExactly("unit-23", "index");
      assertThat(reach.kept()).hasSize(48);
      assertThat(reach.left()).containsExactly("unit-31");
      assertThat(handle.retry(List.of("unit-23")).text())
          .contains("Again: unit-23, index", "kept: 48 units", "left as they are: unit-31");
      assertThat(handle.adopt()).isTrue();
      RunView again = handle.ended().join();
      assertThat(again.units())
          .filteredOn(unit -> unit.state() != UnitState.MERGED)
          .extracting(RunView.UnitView::id)
          .containsExactly("unit-31");
      assertThat(again.units())
          .filteredOn(unit -> unit.tries().attempts() > 1)
          .extracting(RunView.UnitView::id)
          .containsExactly("unit-23");
    }
  }
}
