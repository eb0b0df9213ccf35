package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Large files that agents make, where runs go by a hub: real git-lfs, and its store in a folder.
 */
class HubLargeFilesTest {

  private static final HubStep STEP = new HubStep("f-csv/model", "iteration-1/agent", 0, 0);
  private static final Work WORK = new Work("f-csv", 1, "model", 1);
  private static final Work NEXT = new Work("f-csv", 1, "next", 1);

  @TempDir Path folder;
  private Hosts hosts;
  private Host one;
  private Host two;

  @BeforeEach
  void two_hosts() {
    hosts = Hosts.in(folder);
    one = hosts.host("one");
    two = hosts.host("two");
  }

  private static String attributes(Host host) {
    return attributes(host, ".");
  }

  private static String attributes(Host host, String folder) {
    return host.sh(
        """
        mkdir -p %1$s; echo '*.bin filter=lfs diff=lfs merge=lfs -text' > %1$s/.gitattributes
        git add -A; git commit -q -m attributes; git rev-parse HEAD
        """
            .formatted(folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "sub"})
  void those_that_an_agent_makes_on_one_host_are_in_the_working_copy_on_another(String at) {
    GitLfs.install(one);
    GitLfs.install(two);
    String head = attributes(one, at);
    Worktrees here = new Worktrees(one.layout());
    here.open(WORK, head);
    Hosts.sh(here.path(WORK), "echo large > " + at + "/x.bin");
    TreeState made = here.record(WORK).state();
    String file = Path.of(at, "x.bin").normalize().toString();
    assertThat(one.sh("git show " + made.tree() + ":" + file)).contains("git-lfs", "oid sha256:");

    one.hub().publish(STEP, head + " " + made.tree());
    two.sh("git remote remove origin");
    Hub hub = two.hub(hosts.bare().toString());
    hub.fetch(STEP, head + " " + made.tree());
    Worktrees there = new Worktrees(two.layout());
    there.open(NEXT, head);
    there.restore(NEXT, made);

    assertThat(Hosts.sh(there.path(NEXT), "cat " + file)).isEqualTo("large");
    assertThat(hosts.hub("find lfs/objects -type f | wc -l")).isEqualTo("1");
  }

  @Test
  void with_the_result_they_are_in_the_store_of_the_starter() {
    GitLfs.install(one);
    GitLfs.install(two);
    String head = attributes(one);
    one.hub().publish(STEP, head);
    Hub hub = two.hub();
    hub.fetch(STEP, head);
    Worktrees there = new Worktrees(two.layout());
    there.open(WORK, head);
    Hosts.sh(there.path(WORK), "echo large > x.bin");
    String tree = there.record(WORK).state().tree();
    String result = two.sh("git commit-tree -p %s -m result %s".formatted(head, tree));
    hub.publish(STEP, result);
    hub.branches().point("f-csv", "aidp/f-csv", result, null);

    one.hub().branches().follow("f-csv", new Repository(one.layout()));

    assertThat(one.sh("find .git/lfs/objects -type f -exec cat {} +")).isEqualTo("large");
  }

  @Test
  void a_host_without_git_lfs_refuses_the_start_and_says_what_to_do() {
    assumeThat(one.sh("git lfs version >/dev/null 2>&1 && echo there || true")).isEmpty();
    String head = attributes(one);

    assertThatThrownBy(() -> one.hub().demandCarriage()).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> one.hub().publish(STEP, head))
        .isInstanceOfSatisfying(
            UsageException.class, e -> assertThat(e.remedy()).contains("git lfs install"))
        .hasMessageContaining("git-lfs is not set up here");
    assertThat(hosts.hub("git for-each-ref refs/aidp")).isEmpty();
  }

  @Test
  void attributes_in_a_folder_count_as_those_at_the_top() {
    assumeThat(one.sh("git lfs version >/dev/null 2>&1 && echo there || true")).isEmpty();
    one.sh("echo '*.bin -text' > .gitattributes; git add -A; git commit -q -m none");
    one.hub().demandCarriage();
    one.sh(
        """
        mkdir -p sub/deep; echo '*.bin filter=lfs -text' > sub/deep/.gitattributes
        git add -A; git commit -q -m attributes
        """);

    assertThatThrownBy(() -> one.hub().demandCarriage())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("git-lfs is not set up here");
  }

  @Test
  void where_the_attribute_means_another_program_nothing_of_lfs_is_needed() {
    one.sh("git config filter.lfs.clean cat; git config filter.lfs.smudge cat");
    String head = attributes(one);

    one.hub().publish(STEP, head);

    assertThat(hosts.hub("git for-each-ref refs/aidp")).isNotEmpty();
  }
}
