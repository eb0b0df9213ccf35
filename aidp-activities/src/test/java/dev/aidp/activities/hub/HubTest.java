package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {

  private static final HubStep UNIT = new HubStep("f-csv/model", "iteration-1/agent", 0, 0);

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
  void what_a_step_names_on_one_host_is_there_for_the_next_step_on_another() {
    String commit = one.commit("made");
    String tree = one.tree("left");
    String log = one.put("a log");
    String json = "{\"head\":\"%s\",\"tree\":\"%s\",\"log\":\"%s\"}".formatted(commit, tree, log);

    one.hub().publish(UNIT, json);
    two.hub().fetch(UNIT, json);

    assertThat(two.has(commit + "^{commit}")).isTrue();
    assertThat(two.sh("git cat-file -p " + tree)).contains("new.txt");
    assertThat(two.read(log)).isEqualTo("a log");
  }

  @Test
  void all_of_a_run_hangs_on_one_ref_for_each_of_its_children() {
    Hub hub = one.hub();
    String first = one.commit("1");
    String second = one.commit("2");
    hub.publish(UNIT, first);
    hub.publish(UNIT, second + " " + one.put("a log"));
    hub.publish(new HubStep("f-csv", "merge", 0, 0), one.commit("3"));

    assertThat(hosts.hub("git for-each-ref --format='%(refname)' refs/aidp"))
        .isEqualTo("refs/aidp/_hub/f-csv/@run/steps\nrefs/aidp/_hub/f-csv/model/steps");
    assertThat(hosts.hub("git rev-list refs/aidp/_hub/f-csv/model/steps")).contains(first, second);
    assertThat(hosts.hub("git log -1 --format=%B refs/aidp/_hub/f-csv/model/steps"))
        .isEqualTo("Work of f-csv/model\n\nAidp-Epoch: 0\nAidp-Step: iteration-1/agent");
    assertThat(one.sh("git for-each-ref refs/aidp/_drafts")).isEmpty();
    assertThat(one.sh("git fsck --no-dangling 2>&1")).isEmpty();
  }

  @Test
  void what_an_artifact_names_travels_with_it() {
    String text = one.put("the task");
    String plan = one.put("{\"task\":\"" + text + "\"}");

    one.hub().publish(new HubStep("f-csv", "start", 0, 0), "\"" + plan + "\"");
    two.hub().fetch(UNIT, "\"" + plan + "\"");

    assertThat(two.read(plan)).contains(text);
    assertThat(two.read(text)).isEqualTo("the task");
  }

  @Test
  void a_unit_gets_what_another_unit_of_its_run_has_named() {
    String commit = one.commit("made");
    String log = one.put("a log");
    one.hub().publish(UNIT, commit + " " + log);

    two.hub().fetch(new HubStep("f-csv/view", "join", 0, 0), commit + " " + log);

    assertThat(two.has(commit)).isTrue();
    assertThat(two.read(log)).isEqualTo("a log");
  }

  @Test
  void a_word_that_names_nothing_is_no_error_and_is_looked_for_once() throws Exception {
    String nothing = "0123456789abcdef0123456789abcdef01234567 " + "ab".repeat(32);
    Hub hub = two.hub();
    hub.fetch(UNIT, nothing);
    Files.move(hosts.bare(), folder.resolve("away"));

    hub.fetch(UNIT, nothing);
    hub.publish(UNIT, nothing);
  }

  @Test
  void what_is_here_and_there_costs_no_word_with_the_hub() throws Exception {
    String named = one.commit("made") + " " + one.put("a log") + " " + one.tree("left");
    Hub hub = one.hub();
    hub.publish(UNIT, named);
    Files.move(hosts.bare(), folder.resolve("away"));

    hub.publish(UNIT, named);
    one.hub().publish(UNIT, named); // another process
    one.hub().fetch(UNIT, named);
  }

  @Test
  void a_hub_that_is_not_there_says_so_and_a_later_start_of_the_step_goes_on() throws Exception {
    Hub hub = one.hub();
    hub.publish(UNIT, one.commit("1"));
    String later = one.commit("2");
    Files.move(hosts.bare(), folder.resolve("away"));

    assertThatThrownBy(() -> hub.publish(UNIT, later))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("the hub.git");
    assertThatThrownBy(() -> two.hub().fetch(UNIT, later)).isInstanceOf(UnusableException.class);

    Files.move(folder.resolve("away"), hosts.bare());
    hub.publish(UNIT, later);
    two.hub().fetch(UNIT, later);
    assertThat(two.has(later)).isTrue();
  }

  @Test
  void a_host_that_was_given_up_on_publishes_nothing_any_more() {
    Hub old = one.hub();
    old.fetch(at(1), "{}");
    old.publish(at(1), one.commit("1"));
    Hub next = two.hub();
    next.fetch(at(2), "{}"); // claims, before anything is done

    String late = one.commit("late");
    assertThatThrownBy(() -> old.publish(at(1), late)).isInstanceOf(StepCancelledException.class);
    assertThatThrownBy(() -> one.hub().fetch(at(1), "{}"))
        .isInstanceOf(StepCancelledException.class);

    String mine = two.commit("mine");
    next.publish(at(2), mine);
    assertThat(hosts.hub("git rev-list refs/aidp/_hub/f-csv/model/place-1"))
        .contains(mine)
        .doesNotContain(late);
  }

  private static HubStep at(int epoch) {
    return new HubStep(UNIT.run(), UNIT.key(), 1, epoch);
  }

  @Test
  void steps_of_one_run_on_several_hosts_keep_each_others_work() {
    List<Host> all = List.of(one, two, hosts.host("three"));
    List<String> commits = new ArrayList<>();
    List<CompletableFuture<Void>> pushes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Host host = all.get(i % 3);
      Hub hub = host.hub();
      String commit = host.commit("made " + i);
      String log = host.put("log " + i);
      commits.add(commit);
      commits.add(log);
      pushes.add(
          CompletableFuture.runAsync(
              () -> hub.publish(new HubStep("f-csv", "predict", 0, 0), commit + " " + log)));
    }
    pushes.forEach(CompletableFuture::join);

    Host four = hosts.host("four");
    four.hub().fetch(new HubStep("f-csv", "join", 0, 0), String.join(" ", commits));
    for (int i = 0; i < 24; i += 2) {
      assertThat(four.has(commits.get(i))).isTrue();
      assertThat(four.read(commits.get(i + 1))).isEqualTo("log " + i / 2);
    }
  }

  @Test
  void a_hub_that_takes_no_rewritten_refs_takes_all_of_it() {
    hosts.hub("git config receive.denyNonFastForwards true");
    hosts.hub("git config receive.denyDeletes true");
    one.hub().publish(UNIT, one.commit("1"));
    two.hub().publish(UNIT, two.commit("2"));
    one.hub().publish(UNIT, one.commit("3"));

    assertThat(hosts.hub("git rev-list --count --merges refs/aidp/_hub/f-csv/model/steps"))
        .isEqualTo("2");
  }

  @Test
  void a_hub_that_refuses_says_why_and_is_not_asked_again_and_again() throws Exception {
    Path hook = hosts.bare().resolve("hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(
        hook, "#!/bin/sh\necho asked >> asked\necho 'only branches here' >&2\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> one.hub().publish(UNIT, one.commit("1")))
        .isInstanceOf(UnusableException.class)
        .hasMessageContainingAll(
            "hub.git", "refs/aidp/_hub/f-csv/model/steps", "only branches here");
    assertThat(hosts.bare().resolve("asked")).hasContent("asked");
  }

  @Test
  void two_hundred_artifacts_and_one_of_twenty_megabytes_go_at_once() throws Exception {
    StringBuilder json = new StringBuilder();
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      refs.add(one.put("log " + i));
    }
    byte[] bytes = new byte[20 << 20];
    new Random(1).nextBytes(bytes);
    String large = one.artifacts().put(new ByteArrayInputStream(bytes));
    refs.forEach(ref -> json.append(ref).append(' '));
    json.append(large);

    one.hub().publish(UNIT, json.toString());
    two.hub().fetch(UNIT, json.toString());

    assertThat(two.read(refs.get(199))).isEqualTo("log 199");
    assertThat(two.artifacts().has(large)).isTrue();
  }

  @Test
  void a_shallow_clone_works_too() {
    Hosts.sh(
        folder.resolve("seed"),
        "for i in 1 2 3; do git commit -q --allow-empty -m $i; done; git push -q '"
            + hosts.bare()
            + "' main");
    Host shallow =
        hosts.host("shallow", "git clone -q --depth 1 'file://" + hosts.bare() + "' shallow");
    String theirs = one.commit("theirs");
    one.hub().publish(UNIT, theirs);

    Hub hub = shallow.hub();
    hub.fetch(UNIT, theirs);
    String mine = shallow.commit("mine");
    hub.publish(UNIT, mine);

    assertThat(shallow.has(theirs)).isTrue();
    two.hub().fetch(UNIT, mine);
    assertThat(two.has(mine)).isTrue();
    assertThat(hosts.hub("git fsck --no-dangling 2>&1")).isEmpty();
  }

  @Test
  void a_server_that_gives_no_object_by_its_id_gives_it_by_the_refs_of_the_run() {
    hosts.hub("git config protocol.version 0; git config uploadpack.allowAnySHA1InWant false");
    two.sh("git config protocol.version 0");
    String commit = one.commit("made");
    String log = one.put("a log");
    one.hub().publish(UNIT, commit + " " + log);

    two.hub().fetch(new HubStep("f-csv/view", "join", 0, 0), commit + " " + log);

    assertThat(two.has(commit)).isTrue();
    assertThat(two.read(log)).isEqualTo("a log");
  }

  @Test
  void a_repository_of_sha_256_works_too() {
    Path other = folder.resolve("sha256");
    other.toFile().mkdirs();
    Hosts wide = Hosts.in(other, "sha256");
    Host first = wide.host("one");
    Host second = wide.host("two");
    String commit = first.commit("made");
    String tree = first.tree("left");
    String log = first.put("a log");
    String json = commit + " " + tree + " " + log;

    first.hub().publish(UNIT, json);
    second.hub().fetch(new HubStep("f-csv/view", "join", 0, 0), json);

    assertThat(second.has(commit)).isTrue();
    assertThat(second.has(tree)).isTrue();
    assertThat(second.read(log)).isEqualTo("a log");
  }

  @Test
  void a_hub_may_be_named_as_the_repository_names_it() {
    String commit = one.commit("made");

    one.hub("origin").publish(UNIT, commit);
    two.hub("../the hub.git").fetch(UNIT, commit);

    assertThat(two.has(commit)).isTrue();
  }

  @Test
  void an_artifact_with_other_bytes_than_its_name_says_is_not_taken() {
    String log = one.put("a log");
    Path file = one.layout().artifacts().resolve(log.substring(0, 2)).resolve(log.substring(2));
    one.sh("chmod u+w '" + file + "'; printf other > '" + file + "'");
    one.hub().publish(UNIT, log);

    two.hub().fetch(UNIT, log);

    assertThat(two.artifacts().has(log)).isFalse();
  }

  @Test
  void what_it_costs_is_printed() {
    Hub hub = one.hub();
    String named = one.commit("0");
    for (int i = 0; i < 5; i++) {
      named += " " + one.commit("n" + i) + " " + one.put("log" + i);
      long begin = System.nanoTime();
      hub.publish(UNIT, named);
      long published = System.nanoTime();
      hub.publish(UNIT, named);
      hub.fetch(UNIT, named);
      long nothing = System.nanoTime();
      two.hub().fetch(UNIT, named);
      long fetched = System.nanoTime();
      System.out.printf(
          "publish %d ms, nothing to do %d µs, fetch %d ms%n",
          (published - begin) / 1_000_000,
          (nothing - published) / 1_000,
          (fetched - nothing) / 1_000_000);
    }
  }
}
