package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while a unit waits for an answer, and in the turn of a reviewer. */
@Timeout(300)
class TalkKillTest {

  private static final Act CONTENT =
      Act.nothing().saying("```json").saying("{\"findings\": []}").saying("```");

  @TempDir Path folder;

  @Test
  void an_answer_that_comes_when_nobody_works_on_the_run_is_kept_natively() throws Exception {
    killed_while_it_waits("native", "127.0.0.1:7233");
  }

  @Tag("long")
  @Test
  void an_answer_that_comes_when_nobody_works_on_the_run_is_kept_on_a_temporal_service()
      throws Exception {
    killed_while_it_waits("temporal", DevServer.shared().target());
  }

  @Tag("long")
  @Test
  void a_review_that_was_cut_off_is_made_again_and_the_work_is_not_natively() throws Exception {
    killed_in_the_review("native", "127.0.0.1:7233");
  }

  @Test
  void a_review_that_was_cut_off_is_made_again_and_the_work_is_not_on_a_temporal_service()
      throws Exception {
    killed_in_the_review("temporal", DevServer.shared().target());
  }

  private void killed_while_it_waits(String engine, String target) throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    agent
        .coder("loop", 1, Act.nothing().writing("half.txt", "half\n").saying("QUESTION: Which?"))
        .coder("loop", Act.complete().shell("grep -c 'take the red one' \"$prompt\" > seen.txt"))
        .rule("reviewer/*/*/*/*", CONTENT);
    try (Aidp outside = Aidp.open(repository.top(), AidpOptions.defaults().at(target, null))) {
      ChildJvm first = process(repository, agent, engine, target);
      Await.until(() -> asks(outside) || !first.alive(), "the question");
      first.kill();

      RunHandle run = outside.run(OneTalk.ID);
      assertThat(run.view().state()).isEqualTo(RunState.WAITING);
      assertThat(run.answer(null, "take the red one").changed()).isTrue();
      ChildJvm second = process(repository, agent, engine, target);

      assertThat(second.exit()).as("%s", second.output()).isZero();
      assertThat(repository.files("aidp/" + OneTalk.ID))
          .containsEntry("half.txt", "half\n")
          .containsEntry("seen.txt", "1\n");
      assertThat(agent.counts())
          .containsEntry("coder/loop/1/1", 1)
          .containsEntry("coder/loop/1/2", 1);
      assertThat(run.view().standing().receipts())
          .extracting(InstructionReceipt::end, InstructionReceipt::iteration)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple(InstructionReceipt.End.CONSUMED, 2));
    }
  }

  private void killed_in_the_review(String engine, String target) throws Exception {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Gate middle = agent.gate("middle");
    agent
        .coder("loop", Act.writes("loop.txt", "work\n"))
        .rule(
            "reviewer/*/*/*/1",
            CONTENT.writing("loop.txt", "mine\n").writing("mine.txt", "mine\n").waitingAt(middle))
        .rule("reviewer/*/*/*/*", CONTENT);
    ChildJvm first = process(repository, agent, engine, target);
    Await.until(() -> java.nio.file.Files.exists(middle.reached()) || !first.alive(), "the review");
    first.kill();

    ChildJvm second = process(repository, agent, engine, target);

    assertThat(second.exit()).as("%s", second.output()).isZero();
    assertThat(repository.files("aidp/" + OneTalk.ID))
        .containsEntry("loop.txt", "work\n")
        .doesNotContainKey("mine.txt");
    assertThat(agent.counts())
        .containsEntry("coder/loop/1/1", 1)
        .containsEntry("reviewer/loop/1/1", 2);
    assertThat(agent.living()).isEmpty();
  }

  private ChildJvm process(
      SampleRepository repository, ScriptedAgent agent, String engine, String target)
      throws IOException {
    return ChildJvm.start(
        OneTalk.class,
        folder.resolve("log"),
        List.of(repository.top().toString(), agent.command(), engine, target));
  }

  private static boolean asks(Aidp outside) {
    try {
      return outside.run(OneTalk.ID).view().state() == RunState.WAITING;
    } catch (NotFoundException e) {
      return false; // not yet
    }
  }
}
