package dev.aidp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A list of a service's runs, which takes a call or more for each. */
@Timeout(300)
class ServiceListTest {

  @TempDir Path folder;

  private final String id = "f-" + UUID.randomUUID();

  private Optional<RunView> listed(Duration patience) {
    AidpOptions options = AidpOptions.defaults().at(DevServer.shared().target(), null);
    Extensions extensions = Extensions.none().workflow(Toy.run(toy -> {}));
    try (ServiceRuns runs = new ServiceRuns(options, extensions, null, patience)) {
      return runs.views(RunFilter.all()).stream().filter(run -> run.id().equals(id)).findFirst();
    }
  }

  @Test
  void takes_no_longer_than_it_may_and_says_what_it_has_not_looked_at() {
    RunPlace place = new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
    try (TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, folder),
            List.of(Toy.run(toy -> toy.awaitHearing("end"))))) {
      engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
      Await.until(() -> listed(Duration.ofMinutes(1)).isPresent(), "the service lists it");
      assertThat(listed(Duration.ofMinutes(1)).get().error()).isNull();

      RunView unseen = listed(Duration.ZERO).orElseThrow();

      assertThat(unseen.state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(unseen.error().message()).contains("not looked at", "longer than 0 s");
      assertThat(unseen.error().remedy()).contains("for it alone");
    }
  }
}
