package dev.aidp.examples.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedFileTest {

  /** Who finds the other one at the list fails; A goes on once C has begun, and C once A has. */
  private static String agent(Path met) {
    return """
        cat > /dev/null
        touch '%1$s'/$AIDP_UNIT_ID
        case $AIDP_UNIT_ID in
          a|b) mkdir '%1$s'/list || exit 9 ;;
        esac
        until test -e '%1$s'/a -o -e '%1$s'/b; do sleep 0.1; done
        until test -e '%1$s'/c; do sleep 0.1; done
        case $AIDP_UNIT_ID in
          a|b) echo $AIDP_UNIT_ID >> list.txt; rmdir '%1$s'/list ;;
          c) mkdir c; echo c > c/c.txt ;;
        esac
        echo 'STATUS: COMPLETE'
        """
        .formatted(met);
  }

  @Test
  void units_that_share_a_file_run_one_after_the_other_and_the_third_beside_them(
      @TempDir Path folder) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));

    RunView run = SharedFile.run(repository.top(), agent(folder));

    assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    assertThat(run.units())
        .allSatisfy(
            unit -> {
              assertThat(unit.state()).isEqualTo(UnitState.MERGED);
              assertThat(unit.tries().attempts()).isEqualTo(1);
            });
  }
}
