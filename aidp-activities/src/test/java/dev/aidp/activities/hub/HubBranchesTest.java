package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Commit;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a unit, each on another host. */
class HubBranchesTest {

  private static final Work WORK = new Work("f-csv", 1, "model", 1);
  private static final HubStep STEP = new HubStep("f-csv/model", "step", 0, 0);
  private static final String BRANCH = "aidp-units/f-csv/model";

  @TempDir Path folder;
  private Hosts hosts;
  private Host one;
  private Host two;

  @BeforeEach
  void three_repositories() {
    hosts = Hosts.in(folder);
    one = hosts.host("one");
    two = hosts.host("two");
  }

  @Test
  void a_worktree_goes_on_where_it_never_was_and_its_commit_is_made_once() throws Exception {
    String base = one.sh("git rev-parse HEAD");
    Worktrees first = new Worktrees(one.layout());
    TreeState begun = first.open(WORK, base);
    Files.writeString(first.path(WORK).resolve("new.txt"), "made on one");
    TreeState recorded = first.record(WORK).state();
    one.hub().publish(STEP, begun + " " + recorded);

    two.hub().fetch(STEP, recorded.toString());
    Worktrees second = new Worktrees(two.layout());
    second.restore(WORK, recorded);
    assertThat(second.path(WORK).resolve("new.txt")).hasContent("made on one");
    Files.writeString(second.path(WORK).resolve("more.txt"), "made on two");
    TreeState further = second.record(WORK).state();
    two.hub().publish(STEP, further.toString());

    Host three = hosts.host("three");
    Commit commit = new Commit(WORK, base, further, BRANCH, "plan", null);
    three.hub().fetch(STEP, commit.toString());
    String made = git(three).commit(commit);
    assertThat(three.sh("git ls-tree --name-only " + made)).contains("new.txt", "more.txt");
    assertThat(three.sh("git branch --list 'aidp*'")).isEmpty();

    one.hub().fetch(STEP, commit.toString());
    assertThat(git(one).commit(commit)).isEqualTo(made);
  }

  private static GitActivitiesImpl git(Host host) {
    return new GitActivitiesImpl(
        host.layout(),
        new Worktrees(host.layout()),
        (plan, unit) -> "task",
        work -> {},
        false,
        host.hub().branches());
  }

  @Test
  void a_branch_is_moved_only_from_where_it_is_expected_to_be() {
    String commit = one.commit("1");
    String other = two.commit("2");
    one.hub().branches().point("f-csv", BRANCH, commit, null);
    one.hub().branches().point("f-csv", BRANCH, commit, null);

    assertThat(two.hub().branches().get("f-csv", BRANCH)).contains(commit);
    assertThat(two.has(commit)).isTrue();
    assertThatThrownBy(() -> two.hub().branches().point("f-csv", BRANCH, other, null))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining(commit);

    two.hub().branches().point("f-csv", BRANCH, other, commit);
    assertThat(one.hub().branches().get("f-csv", BRANCH)).contains(other);
  }

  @Test
  void branches_come_into_a_repository_but_for_what_is_checked_out_or_leads_elsewhere() {
    String commit = one.commit("1");
    for (String branch : List.of("aidp/f-csv", "aidp/checked-out", "aidp/theirs")) {
      one.hub().branches().point("f-csv", branch, commit, null);
    }
    two.sh("git checkout -q -b aidp/checked-out");
    String theirs = two.commit("theirs");
    two.sh("git branch aidp/theirs " + theirs);
    String head = two.sh("git rev-parse HEAD");

    two.hub().branches().follow("f-csv", new Repository(two.layout()));

    assertThat(two.sh("git rev-parse aidp/f-csv")).isEqualTo(commit);
    assertThat(two.sh("git rev-parse aidp/theirs")).isEqualTo(theirs);
    assertThat(two.sh("git rev-parse aidp/checked-out")).isEqualTo(head);

    String next = one.commit("2");
    one.hub().branches().point("f-csv", "aidp/f-csv", next, commit);
    two.hub().branches().follow("f-csv", new Repository(two.layout()));
    assertThat(two.sh("git rev-parse aidp/f-csv")).isEqualTo(next);
  }

  @Test
  void a_branch_is_put_back_unless_it_has_been_moved() {
    String before = one.commit("1");
    String after = one.commit("2");
    HubBranches branches = one.hub().branches();
    branches.point("f-csv", "release", after, null);

    branches.putBack("f-csv", "release", before, null);
    assertThat(branches.get("f-csv", "release")).contains(after);
    branches.putBack("f-csv", "release", after, before);
    assertThat(branches.get("f-csv", "release")).contains(before);
    branches.putBack("f-csv", "release", before, null);
    assertThat(branches.get("f-csv", "release")).isEmpty();
  }

  @Test
  void what_a_pruned_run_has_left_goes_but_for_work_that_is_nowhere_else() {
    String published = one.commit("1");
    String lonely = one.commit("2");
    one.sh("git branch kept " + published);
    one.hub().branches().point("f-csv", "aidp/f-csv", published, null);
    one.hub().branches().point("f-csv", BRANCH, lonely, null);
    one.hub().publish(STEP, lonely);
    one.hub().publish(new HubStep("other", "step", 0, 0), lonely);

    one.hub()
        .sweep()
        .forget(
            List.of("f-csv"),
            commits -> ImmutableSet.copyOf(new RunRefs(one.layout()).unpublished(commits)));

    assertThat(hosts.hub("git for-each-ref --format='%(refname)' refs/aidp"))
        .isEqualTo(
            "refs/aidp/_hub/f-csv/@branches/" + BRANCH + "\nrefs/aidp/_hub/other/@run/steps");
  }

  @Test
  void all_ways_to_a_hub_lead_to_one_repository() {
    assertThat(
            List.of(
                "https://me:secret@example.org/team/app.git",
                "ssh://git@example.org/team/app",
                "git@example.org:team/app.git",
                "https://example.org/team/app/"))
        .extracting(address -> one.hub(address).id())
        .containsOnly(one.hub("https://example.org/team/app").id());
    assertThat(one.hub("origin").id())
        .isEqualTo(two.hub(hosts.bare().toString()).id())
        .isNotEqualTo(one.hub("https://example.org/team/app").id());
  }
}
