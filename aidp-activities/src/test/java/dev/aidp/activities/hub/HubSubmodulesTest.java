package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submodules of repositories whose runs go by a hub: no host but the first has a copy of them. */
class HubSubmodulesTest {

  private static final HubStep STEP = new HubStep("f-csv/model", "iteration-1/agent", 0, 0);
  private static final Work WORK = new Work("f-csv", 1, "model", 1);
  private static final Work NEXT = new Work("f-csv", 1, "next", 1);

  @TempDir Path folder;
  private Hosts hosts;
  private Host one;
  private Host two;
  private String head;

  @BeforeEach
  void a_library_with_a_library_that_one_host_has() {
    Hosts.sh(
        folder,
        """
        for each in leaf lib; do
          git init -q -b main $each
          (cd $each; git config user.name Ada; git config user.email a@b; echo $each > $each.txt; git add -A; git commit -q -m $each)
        done
        cd lib
        git -c protocol.file.allow=always submodule --quiet add "$(cd ../leaf; pwd)" deep/leaf
        git commit -q -m 'with a leaf'
        """);
    hosts = Hosts.in(folder);
    one = hosts.host("one");
    two = hosts.host("two");
    one.sh(
        """
        git -c protocol.file.allow=always submodule --quiet add "$(cd ../lib; pwd)" vendor/lib
        git -c protocol.file.allow=always submodule --quiet update --init --recursive
        git commit -q -m 'with a submodule'
        """);
    head = one.sh("git rev-parse HEAD");
    Hosts.sh(folder, "mv lib gone; mv leaf gone-too");
  }

  private static String in(Host host, Work work, String script) {
    return Hosts.sh(new Worktrees(host.layout()).path(work), script);
  }

  private static TreeState opened(Host host, Work work, String commit) {
    return new Worktrees(host.layout()).open(work, commit);
  }

  /** An agent commits in the submodule of a copy on {@code host}; the superproject is recorded. */
  private static TreeState commits(Host host, TreeState at) {
    in(
        host,
        WORK,
        """
        cd vendor/lib; git config user.name Robot; git config user.email r@b
        echo more >> lib.txt; git commit -q -a -m more
        """);
    Worktrees.Recorded recorded = new Worktrees(host.layout()).record(WORK);
    assertThat(recorded.findings().faults()).isEmpty();
    assertThat(recorded.findings().warnings()).singleElement().asString().contains("push it");
    assertThat(recorded.state().tree()).isNotEqualTo(at.tree());
    return recorded.state();
  }

  @Test
  void a_host_without_a_copy_fills_them_as_the_one_that_has_it() {
    one.hub().publish(STEP, head);
    two.hub().fetch(STEP, head);

    opened(two, WORK, head);

    assertThat(in(two, WORK, "cat vendor/lib/lib.txt vendor/lib/deep/leaf/leaf.txt"))
        .isEqualTo("lib\nleaf");
    assertThat(
            in(
                two,
                WORK,
                "git status --porcelain; cd vendor/lib; git status --porcelain; git log --format=%s"))
        .isEqualTo("with a leaf\nlib");
    assertThat(two.sh("git status --porcelain; ls -A .git/modules 2>/dev/null || true")).isEmpty();
    assertThat(two.sh("git fsck --no-dangling 2>&1")).isEmpty();
  }

  @Test
  void what_an_agent_commits_in_one_goes_on_elsewhere_and_comes_home_with_the_branch() {
    one.hub().publish(STEP, head);
    two.hub().fetch(STEP, head);
    TreeState made = commits(two, opened(two, WORK, head));
    two.hub().publish(STEP, made.tree() + " " + made.head());
    Host three = hosts.host("three");

    three.hub().fetch(STEP, head + " " + made.tree() + " " + made.head());
    opened(three, NEXT, head);
    new Worktrees(three.layout()).restore(NEXT, made);
    assertThat(in(three, NEXT, "cat vendor/lib/lib.txt")).isEqualTo("lib\nmore");

    String result = two.sh("git commit-tree -p %s -m result %s".formatted(head, made.tree()));
    two.hub().publish(STEP, result);
    two.hub().branches().point("f-csv", "aidp/f-csv", result, null);
    one.hub().branches().follow("f-csv", new Repository(one.layout()));
    assertThat(
            one.sh(
                "git checkout -q aidp/f-csv; git submodule --quiet update; cat vendor/lib/lib.txt"))
        .isEqualTo("lib\nmore");
  }

  @Test
  void what_is_there_is_not_taken_there_again_and_goes_with_its_run() {
    Hub hub = one.hub();
    hub.publish(STEP, head);
    two.hub().fetch(STEP, head);
    two.hub().publish(new HubStep("f-csv", "merge", 0, 0), head);
    assertThat(hosts.hub("git for-each-ref --format='%(refname)' refs/aidp | grep -c @submodules"))
        .isEqualTo("2");

    hub.sweep().forget(Set.of("f-csv"), commits -> Set.of());
    two.hub().sweep().forgetHere(Set.of("f-csv"), commits -> Set.of());

    assertThat(hosts.hub("git for-each-ref refs/aidp")).isEmpty();
    assertThat(two.sh("git for-each-ref refs/aidp")).isEmpty();
  }

  @Test
  void what_nobody_has_filled_is_empty_and_is_asked_for_once() throws Exception {
    one.sh("git submodule --quiet deinit -f --all; rm -rf .git/modules");
    one.hub().publish(STEP, head);
    Hub hub = two.hub();
    hub.fetch(STEP, head);
    Files.move(hosts.bare(), folder.resolve("away"));

    hub.fetch(STEP, head);
    opened(two, WORK, head);

    assertThat(in(two, WORK, "ls vendor/lib")).isEmpty();
  }

  @Test
  void one_whose_history_is_here_in_part_is_refused_with_what_to_do() {
    one.sh("git -C .git/modules/vendor/lib rev-parse HEAD > .git/modules/vendor/lib/shallow");

    assertThatThrownBy(() -> one.hub().demandCarriage()).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> one.hub().publish(STEP, head))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("vendor/lib")
        .asString()
        .contains("part of its history");
    assertThat(hosts.hub("git for-each-ref refs/aidp")).isEmpty();
  }
}
