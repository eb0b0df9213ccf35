package dev.aidp.examples.ownworkflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.examples.ownworkflow.AnnouncedChangeWorkflow.Announced;
import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnWorkflowTest {

  private static final String AGENT =
      "cat > /dev/null; echo hello > greeting.txt; echo 'STATUS: COMPLETE'";

  private SampleRepository repository;

  @BeforeEach
  void make_repository(@TempDir Path folder) {
    repository = SampleRepository.in(folder.resolve("repo"));
  }

  @Test
  void runs_on_the_native_engine() throws IOException {
    assertAnnouncedOnce("native", AidpOptions.defaults());
  }

  @Test
  void runs_unchanged_on_temporal() throws IOException {
    try (InMemoryServer server = InMemoryServer.start()) {
      assertAnnouncedOnce("temporal", AidpOptions.defaults().at(server.target(), null));
    }
  }

  @Test
  void has_nothing_to_announce_when_the_agent_fails() {
    Announced announced =
        OwnWorkflow.announced(
            repository.top(),
            "echo 'invalid api key' >&2; exit 1",
            "native",
            AidpOptions.defaults());

    assertThat(announced).isEqualTo(new Announced(UnitState.FAILED, null, null));
  }

  @Test
  void is_announced_under_the_title_that_it_was_given_meanwhile() throws IOException {
    Path flag = repository.top().resolveSibling("told");
    String agent = "until test -e '" + flag + "'; do sleep 0.1; done; " + AGENT;
    AidpOptions options = AidpOptions.defaults();
    CompletableFuture<Announced> announced =
        CompletableFuture.supplyAsync(
            () -> OwnWorkflow.announced(repository.top(), agent, "native", options));
    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      Await.until(() -> !aidp.views().isEmpty(), "the start");
      RunHandle run = aidp.run("greeting");

      // tag::send[]
      CompletableFuture<String> before =
          run.update(AnnouncedChangeWorkflow.class, flow -> flow.retitle("A kind greeting"));
      // end::send[]

      assertThat(before.join()).isIn("", "A greeting");
      assertThatThrownBy(
              () -> run.update(AnnouncedChangeWorkflow.class, flow -> flow.retitle(" ")).join())
          .hasCauseInstanceOf(UsageException.class)
          .hasMessageContaining("wants a title");
      Files.createFile(flag);
      assertThat(announced.join().announcement()).startsWith("A kind greeting is on");
    }
  }

  @Test
  void is_pruned_with_its_parts_and_what_it_published_still_holds() {
    AidpOptions options = AidpOptions.defaults();
    Announced announced = OwnWorkflow.announced(repository.top(), AGENT, "native", options);

    try (Aidp aidp = Aidp.open(repository.top(), options)) {
      assertThat(aidp.prune(PrunePolicy.USUAL, false).runs()).isEmpty();
      assertThat(aidp.prune(PrunePolicy.allBut(0), false).runs()).containsExactly("greeting");

      assertThat(aidp.engine("native").condition("greeting")).isEqualTo(Condition.ABSENT);
      assertThat(repository.top().resolve(".aidp/logs/greeting")).doesNotExist();
      assertThat(aidp.verify(String.valueOf(announced.commit()), null))
          .hasValueSatisfying(found -> assertThat(found.holds()).as("%s", found).isTrue());
    }
  }

  private void assertAnnouncedOnce(String engine, AidpOptions options) throws IOException {
    Announced first = OwnWorkflow.announced(repository.top(), AGENT, engine, options);
    Announced again = OwnWorkflow.announced(repository.top(), AGENT, engine, options);

    assertThat(first.commit()).isEqualTo(repository.commit("aidp/greeting"));
    assertThat(first.announcement()).startsWith("A greeting is on aidp/greeting");
    assertThat(again).isEqualTo(first); // the same id attaches
    assertThat(Files.readAllLines(repository.top().resolve(".aidp/news"))).hasSize(1);
  }
}
