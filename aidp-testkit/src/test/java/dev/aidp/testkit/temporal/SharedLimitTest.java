package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.provider.AgentListener;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts with clones of their own, and an agent that is limited. */
@Timeout(300)
class SharedLimitTest {

  @TempDir Path folder;

  private final String queues = UUID.randomUUID().toString();
  private final AtomicInteger asked = new AtomicInteger();

  private Aidp host(SampleRepository seed, String hub, String name) {
    seed.git("clone", "--quiet", hub, folder.resolve(name).toString());
    AidpOptions usual = AidpOptions.defaults().at(DevServer.shared().target(), null);
    return Aidp.open(
        folder.resolve(name),
        usual
            .withRepository(usual.repository().withHub(hub))
            .withTemporal(usual.temporal().withQueues(DevServer.queues(queues))),
        Extensions.none().agent("mine", this::limited).agent("other", SharedLimitTest::works));
  }

  private AgentReply limited(AgentTurn turn, AgentListener listener) {
    asked.incrementAndGet();
    return AgentReply.limited("no more for now", Instant.now().plus(1, ChronoUnit.HOURS));
  }

  private static AgentReply works(AgentTurn turn, AgentListener listener) throws IOException {
    Files.writeString(turn.place().worktree().resolve("new.txt"), UUID.randomUUID().toString());
    return AgentReply.complete("new.txt is written.");
  }

  private static RunView run(Aidp host) {
    FeatureRequest feature =
        FeatureRequest.of("One unit")
            .plan(PlanSource.text("{feature: F, units: [{id: one, task: One.}]}"))
            .agent("mine", "other");
    String id = "f-" + UUID.randomUUID();
    return host.start(feature, StartOptions.id(id).on("temporal")).ended().join();
  }

  @Test
  void what_an_agent_has_told_one_host_no_other_one_asks_for() {
    SampleRepository seed = SampleRepository.in(folder.resolve("seed"));
    String hub = seed.bare(folder.resolve("hub.git")).toString();

    try (Aidp first = host(seed, hub, "a")) {
      assertThat(run(first).state()).isEqualTo(RunState.COMPLETED);
      assertThat(asked).hasValue(1);
    }
    try (Aidp second = host(seed, hub, "b")) {
      RunView view = run(second);
      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(asked).as("the second host has heard of it").hasValue(1);
      assertThat(view.toString()).contains("mine was limited until", "no more for now");
    }
  }
}
