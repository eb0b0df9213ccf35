package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.evidence.Evidence.Kind;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts that have a store of their own beside the hub: here a folder that all hosts reach. */
class HubArtifactsTest {

  private static final HubStep UNIT = new HubStep("f-csv/model", "iteration-1/agent", 0, 0);
  private static final HubStep JOIN = new HubStep("f-csv", "join", 0, 0);

  @TempDir Path folder;
  private Hosts hosts;
  private Host one;
  private Host two;
  private Path store;

  @BeforeEach
  void two_hosts_and_a_folder() throws Exception {
    hosts = Hosts.in(folder);
    one = hosts.host("one");
    two = hosts.host("two");
    store = Files.createDirectory(folder.resolve("the store"));
  }

  private Hub hub(Host host) {
    return host.hub(hosts.bare().toString(), store.toString());
  }

  private String stored() {
    return Hosts.sh(store, "find . -type f | sed 's|^[.]/[^/]*||' | sort");
  }

  private static String place(String run, String ref) {
    return "/" + run + "/" + ref.substring(0, 2) + "/" + ref.substring(2);
  }

  @Test
  void they_go_there_and_come_from_there_and_the_carrier_holds_none() {
    String log = one.put("a log");
    String text = one.put("the task");
    String plan = one.put("{\"task\":\"" + text + "\"}");
    String named = one.commit("made") + " " + log + " " + plan;

    hub(one).publish(UNIT, named);
    hub(two).fetch(JOIN, named);

    assertThat(two.read(log)).isEqualTo("a log");
    assertThat(two.read(plan)).contains(text);
    assertThat(two.read(text)).isEqualTo("the task");
    assertThat(stored().lines())
        .containsExactlyInAnyOrder(place("f-csv", log), place("f-csv", text), place("f-csv", plan));
    assertThat(hosts.hub("git ls-tree -r --name-only refs/aidp/_hub/f-csv/model/steps")).isEmpty();
  }

  @Test
  void a_step_that_names_nothing_else_costs_no_word_with_the_hub() throws Exception {
    Hub from = hub(one);
    Hub to = hub(two);
    from.publish(UNIT, one.commit("made"));
    to.fetch(UNIT, "{}");
    String log = one.put("a log");
    Files.move(hosts.bare(), folder.resolve("away"));

    from.publish(UNIT, log);
    to.fetch(UNIT, log);

    assertThat(two.read(log)).isEqualTo("a log");
  }

  @Test
  void what_is_there_is_not_put_there_again() throws Exception {
    String log = one.put("a log");
    hub(one).publish(UNIT, log);
    Path file = store.resolve(Hosts.sh(store, "find . -type f"));
    Object before = Files.readAttributes(file, "unix:ino").get("ino");

    hub(one).publish(UNIT, log); // another process

    assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isEqualTo(before);
  }

  @Test
  void what_holds_other_bytes_than_its_name_says_is_not_taken() throws Exception {
    String log = one.put("a log");
    String report = one.put("{\"log\":\"" + log + "\"}");
    hub(one).publish(UNIT, report);
    Path file = store.resolve(Hosts.sh(store, "grep -rl 'a log'"));
    Files.writeString(file, "a lie");

    assertThatThrownBy(() -> hub(two).fetch(UNIT, report))
        .isInstanceOfSatisfying(
            UnusableException.class, e -> assertThat(e.remedy()).contains("Remove it there"))
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(file.getFileName().toString());

    assertThat(two.artifacts().has(log)).isFalse();
    assertThat(two.artifacts().has(report)).as("it names what is not here").isFalse();
    assertThat(two.sh("find .aidp/artifacts/drafts -type f")).isEmpty();
  }

  @Test
  void a_folder_that_is_not_mounted_is_not_made_and_a_later_start_goes_on() throws Exception {
    String log = one.put("a log");
    Hub hub = hub(one);
    Files.move(store, folder.resolve("away"));

    assertThatThrownBy(hub::demandCarriage).isInstanceOf(UnusableException.class);
    assertThatThrownBy(() -> hub.publish(UNIT, log))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("the store: no such folder");
    assertThatThrownBy(() -> hub(two).fetch(UNIT, log)).isInstanceOf(UnusableException.class);
    assertThat(store).doesNotExist();

    Files.move(folder.resolve("away"), store);
    hub.publish(UNIT, log);
    hub(two).fetch(UNIT, log);
    assertThat(two.read(log)).isEqualTo("a log");
  }

  @Test
  void a_run_that_began_without_a_store_goes_on_with_one() {
    String early = one.put("early");
    one.hub().publish(UNIT, early);
    String late = one.put("{\"before\":\"" + early + "\"}");
    hub(one).publish(UNIT, late);

    hub(two).fetch(JOIN, early);
    assertThat(two.read(early)).isEqualTo("early");
    Host three = hosts.host("three");
    hub(three).fetch(JOIN, late);
    assertThat(three.read(late)).contains(early);
    assertThat(three.read(early)).isEqualTo("early");
  }

  @Test
  void with_a_run_goes_what_it_alone_has_there_but_not_what_published_evidence_names() {
    String commit = one.commit("made");
    String reply = one.put("a reply");
    String log = one.put("a log");
    String text = "{\"reply\":\"" + reply + "\"}";
    String evidence = one.put(text);
    new EvidenceRefs(one.layout()).keep(Kind.UNIT, commit, text);
    hub(one).publish(UNIT, commit + " " + evidence + " " + log);
    hub(one).publish(new HubStep("other", "start", 0, 0), log);
    one.sh("git branch published " + commit + "; git push -q origin published");

    for (int times = 0; times < 2; times++) {
      hub(one).sweep().forget(List.of("f-csv"), this::unpublished);

      assertThat(stored().lines())
          .containsExactlyInAnyOrder(
              place("f-csv", reply), place("f-csv", evidence), place("other", log));
      assertThat(hosts.hub("git for-each-ref --format='%(refname)' refs/aidp/_hub/f-csv"))
          .isEqualTo("refs/aidp/_hub/f-csv/@evidence/unit/" + commit);
    }
    two.sh("git fetch -q");
    hub(two).evidence().bringWhole(commit);
    assertThat(two.read(reply)).isEqualTo("a reply");

    one.sh("git branch -D published; git push -q origin :published; git fetch -q --prune");
    hub(one).sweep().forget(List.of("f-csv", "other"), this::unpublished);
    assertThat(Hosts.sh(store, "ls -A")).isEmpty();
  }

  private ImmutableSet<String> unpublished(Set<String> commits) {
    return ImmutableSet.copyOf(new RunRefs(one.layout()).unpublished(commits));
  }

  @Test
  void a_thousand_come_and_go() {
    StringBuilder named = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      named.append(one.put("text " + i)).append('\n');
    }

    hub(one).publish(UNIT, named.toString());
    hub(two).fetch(UNIT, named.toString());

    assertThat(named.toString().lines()).allMatch(two.artifacts()::has);
  }

  @Test
  void an_address_of_a_kind_that_nobody_knows_is_refused_before_a_run_begins() {
    Hub hub = one.hub(hosts.bare().toString(), "gopher://hole/artifacts");

    assertThatThrownBy(hub::demandCarriage)
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> {
              assertThat(e.where()).isEqualTo("repository.artifacts");
              assertThat(e.remedy()).contains("gopher://", "class path");
            })
        .hasMessageContaining("gopher://hole/artifacts");
  }
}
