package dev.aidp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of units that are tried again, and of those that were tried often enough. */
class RetriesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_unit_that_waits_says_why_until_when_and_which_attempt_of_how_many_comes(String engine)
      throws Exception {
    String said =
        Shelled.sh(
            folder,
            Map.of("LANG", "C.UTF-8", "ENGINE", Shelled.engine(engine)),
            """
            repository r && cd r
            cat > ../plan.yml <<PLAN
            feature: F
            units: [{id: net, task: Use the network.}, {id: docs, task: Write.}]
            PLAN
            cat > ../agent.sh <<'AGENT'
            case $AIDP_UNIT_ID/$AIDP_ATTEMPT in
              net/1) echo "rate limit, try again in 2 hours" >&2; exit 1 ;;
              net/*) echo "rate limit, try again in 1 second" >&2; exit 1 ;;
            esac
            echo x > "$AIDP_UNIT_ID.txt"; echo "STATUS: COMPLETE"
            AGENT
            await() { i=0; until eval "$1"; do i=$((i + 1)); [ $i -lt 150 ] || { echo "never: $1"; exit 1; }; sleep 0.2; done; }
            mkdir -p .aidp; echo 'limits: {retries_after: {rate_limited: 2}}' > .aidp/aidp.yml
            words="feature F --id one --plan ../plan.yml --min-success 1 --retries 0 $ENGINE"
            (exec "$JAVA" -cp "$CLASSES" dev.aidp.cli.Main $words --agent-command "sh $(cd .. && pwd)/agent.sh") > ../first 2>&1 &
            pid=$!
            trap 'kill -9 $pid 2>/dev/null' EXIT
            await 'aidp status one $ENGINE > ../status; grep -q "attempt 2 of 3" ../status'
            grep net ../status
            aidp status one $ENGINE --json > ../json
            tr -d ' \\n' < ../json | grep -o '"retry":{[^}]*}'
            aidp resume one $ENGINE > ../resumed 2>&1
            wait $pid; echo "exit $?"
            cat ../first
            """);

    assertThat(said)
        .containsPattern(
            "net +running .*waiting for .* until .* UTC \\(rate limited, attempt 2 of 3\\)")
        .containsPattern(
            "\"retry\":\\{\"reason\":\"rate_limited\",\"until\":\".*Z\",\"number\":2,\"most\":3}")
        .contains("exit 3")
        .containsPattern(
            "failed  by rate limited: net \\(3 of 3 attempts\\): .*try again in 1 second")
        .contains("→ Retry once the limit is over, at 20", "aidp retry one net");
  }
}
