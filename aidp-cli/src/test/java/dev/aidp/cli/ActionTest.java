package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Units of a plan that need no agent. */
class ActionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_wait_whose_process_is_killed_goes_on_with_the_next_look(String engine) throws Exception {
    String said =
        Shelled.sh(
            folder,
            Map.of("LANG", "C.UTF-8", "ENGINE", Shelled.engine(engine)),
            """
            repository r && cd r
            HERE="$(cd .. && pwd)"
            cat > ../plan.yml <<PLAN
            feature: F
            units:
              - {id: up, kind: wait, until: "echo x >> $HERE/looks; test -e $HERE/there", interval: 2s, timeout: 5m}
              - {id: gen, kind: command, run: "echo made > made.txt", depends_on: [up]}
            PLAN
            await() { i=0; until eval "$1"; do i=$((i + 1)); [ $i -lt 900 ] || { echo "never: $1"; exit 1; }; sleep 0.2; done; }
            looks() { cat "$HERE/looks" 2>/dev/null | wc -l; }
            words="feature F --id one --plan ../plan.yml --agent-command true $ENGINE"
            (exec "$JAVA" -cp "$CLASSES" dev.aidp.cli.Main $words) > ../first 2>&1 &
            pid=$!
            trap 'kill -9 $pid 2>/dev/null' EXIT
            await '[ "$(looks)" -ge 2 ]'
            await 'aidp status one $ENGINE | grep "waiting for echo"'
            kill -9 $pid
            wait $pid 2>/dev/null
            before=$(looks)
            touch "$HERE/there"
            aidp $words > ../second 2>&1; echo "end $?"
            echo "further $(($(looks) - before))"
            git show aidp/one:made.txt
            """);

    assertThat(said).contains("waiting for echo", "end 0", "further 1\nmade");
  }
}
