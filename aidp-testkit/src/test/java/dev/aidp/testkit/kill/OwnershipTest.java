package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.agent.Act;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 6, where several processes want the same run, or the disk is full. */
class OwnershipTest {

  private static final String NOWHERE = "127.0.0.1:1";

  /** Enough to begin, not enough for the journal of the whole run. */
  private static final int LITTLE = 300;

  private static final KilledRun.Before NOTHING =
      new KilledRun.Before(java.util.Map.of(), java.util.Map.of(), 0);

  @TempDir Path folder;

  @Test
  void of_two_starters_at_once_one_owns_the_run_and_both_see_its_end() throws Exception {
    try (KilledRun run = new KilledRun(folder, "native", NOWHERE)) {
      ChildJvm one = run.process();
      ChildJvm two = run.process();

      assertThat(one.exit()).as("%s", one.output()).isZero();
      assertThat(two.exit()).as("%s", two.output()).isZero();

      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 0);
    }
  }

  @Test
  void who_only_attached_takes_over_when_the_owner_dies_or_says_that_it_is_interrupted()
      throws Exception {
    try (KilledRun run = new KilledRun(folder, "native", NOWHERE)) {
      ChildJvm owner = run.process();
      run.await(new Moment(Moment.Effect.AGENT, 1), owner);
      ChildJvm other = run.process();
      run.await(new Moment(Moment.Effect.AGENT, 4), owner);
      owner.kill();

      int exit = other.exit();
      assertThat(exit).as("%s", other.output()).isIn(0, 5);
      ChildJvm third = run.process();
      assertThat(third.exit()).as("%s", third.output()).isZero();

      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 2);
    }
  }

  @Test
  void the_agent_of_a_dead_process_is_ended_before_the_turn_is_taken_again() throws Exception {
    try (KilledRun run = new KilledRun(folder, "native", NOWHERE)) {
      run.agent().first("coder/model/1/1/1", Act.complete().waitingAt(run.agent().gate("model")));
      ChildJvm first = run.process();
      run.agent().gate("model").awaitReached();
      first.kill();
      assertThat(run.agent().living()).hasSizeGreaterThanOrEqualTo(1);

      ChildJvm second = run.process();

      assertThat(second.exit()).as("%s", second.output()).isZero();
      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 1);
    }
  }

  @Test
  void a_disk_that_is_full_at_the_start_is_said_and_leaves_no_run() throws Exception {
    try (KilledRun run = new KilledRun(folder, "native", NOWHERE)) {
      ChildJvm limited = run.processWithFilesOfAtMost(1);

      assertThat(limited.exit()).as("%s", limited.output()).isEqualTo(5);
      assertThat(run.agent().calls()).isEmpty();
      assertThat(run.repository().branches("aidp")).isEmpty();
      assertThat(run.repository().worktrees()).hasSize(1);
      assertThat(run.history()).isEmpty();
    }
  }

  @Test
  void a_full_disk_leaves_the_run_interrupted_to_go_on_later() throws Exception {
    try (KilledRun run = new KilledRun(folder, "native", NOWHERE)) {
      ChildJvm limited = run.processWithFilesOfAtMost(LITTLE);

      assertThat(limited.exit()).as("%s", limited.output()).isEqualTo(5);
      assertThat(run.agent().living()).isEmpty();
      ChildJvm unlimited = run.process();

      assertThat(unlimited.exit()).as("%s", unlimited.output()).isZero();
      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 1);
    }
  }
}
