package dev.aidp.examples.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SmallGraphTest {

  /** A, B and D only go on once all three are there; C and E demand the work of what they need. */
  private static String agent(Path met) {
    return """
        cat > /dev/null
        case $AIDP_UNIT_ID in
          a|b|d)
            touch '%1$s'/$AIDP_UNIT_ID
            until test -e '%1$s'/a -a -e '%1$s'/b -a -e '%1$s'/d; do sleep 0.1; done ;;
          c) test -e a.txt -a -e b.txt -a ! -e d.txt || exit 9 ;;
          e) test -e c.txt -a -e d.txt || exit 9 ;;
        esac
        echo $AIDP_UNIT_ID > $AIDP_UNIT_ID.txt
        echo 'STATUS: COMPLETE'
        """
        .formatted(met);
  }

  @Test
  void each_unit_starts_once_what_it_needs_is_done_and_the_rest_runs_side_by_side(
      @TempDir Path folder) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));

    RunView run = SmallGraph.run(repository.top(), agent(folder));

    assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    Map<String, RunView.UnitView> units =
        run.units().stream().collect(Collectors.toMap(RunView.UnitView::id, unit -> unit));
    assertThat(started(units, "c"))
        .isAfterOrEqualTo(finished(units, "a"))
        .isAfterOrEqualTo(finished(units, "b"));
    assertThat(started(units, "e"))
        .isAfterOrEqualTo(finished(units, "c"))
        .isAfterOrEqualTo(finished(units, "d"));
  }

  private static Instant started(Map<String, RunView.UnitView> units, String unit) {
    return units.get(unit).times().startedAt();
  }

  private static Instant finished(Map<String, RunView.UnitView> units, String unit) {
    return units.get(unit).times().finishedAt();
  }
}
