package dev.aidp.examples.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedSchemaTest {

  @TempDir Path folder;

  @Test
  void a_schema_made_once_serves_client_and_server_side_by_side_and_who_breaks_it_is_told() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    // Each waits for the other one in its first turn.
    String together =
        """
        case $AIDP_UNIT_ID in
          client|server)
            touch '%1$s'/$AIDP_UNIT_ID
            until test -e '%1$s'/client -a -e '%1$s'/server; do sleep 0.1; done ;;
        esac
        """
            .formatted(folder);

    RunView run = SharedSchema.run(repository.top(), together + SharedSchema.AGENT);

    assertThat(run.state()).isEqualTo(RunState.COMPLETED);
    Map<String, Integer> iterations =
        run.units().stream()
            .collect(Collectors.toMap(RunView.UnitView::id, unit -> unit.tries().iterations()));
    assertThat(iterations).isEqualTo(Map.of("api", 1, "client", 1, "server", 2, "contract", 1));
    assertThat(repository.git("show", "aidp/orders:orders.txt"))
        .isEqualTo("{\"id\": 2, \"price\": 0}\n{\"id\": 1, \"price\": 9.5}");
  }

  @Test
  void who_never_obeys_it_fails_and_says_why() {
    SampleRepository repository = SampleRepository.in(folder.resolve("repo"));
    String agent = SharedSchema.AGENT.replace("grep -q '/price: type:' prompt", "false");

    RunView run = SharedSchema.run(repository.top(), agent);

    assertThat(run.state()).isEqualTo(RunState.FAILED);
    RunView.UnitView server =
        run.units().stream().filter(unit -> unit.id().equals("server")).findFirst().orElseThrow();
    assertThat(server.state()).isEqualTo(UnitState.FAILED);
    assertThat(server.error().message())
        .contains("The output response breaks api/order: /price: type: Value is [string]");
  }
}
