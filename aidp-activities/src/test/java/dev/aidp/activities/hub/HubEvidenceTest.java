package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.git.EvidenceRefs;
import dev.aidp.activities.git.RunRefs;
import dev.aidp.activities.hub.Hosts.Host;
import dev.aidp.evidence.Evidence.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubEvidenceTest {

  private static final HubStep STEP = new HubStep("f-csv/model", "evidence", 0, 0);

  @TempDir Path folder;
  private Hosts hosts;
  private Host one;
  private Host two;
  private String commit;
  private String reply;

  @BeforeEach
  void two_hosts() {
    hosts = Hosts.in(folder);
    one = hosts.host("one");
    two = hosts.host("two");
    commit = one.commit("made");
    reply = one.put("a reply");
  }

  /** Keeps evidence of {@link #commit} on the first host, as a step does. */
  private String kept(String text) {
    String evidence = one.put(text);
    new EvidenceRefs(one.layout()).keep(Kind.UNIT, commit, text);
    one.hub().publish(STEP, "{\"head\":\"%s\",\"is\":\"%s\"}".formatted(commit, evidence));
    return evidence;
  }

  private static String read(Host host, String commit) {
    return new EvidenceRefs(host.layout()).read(Kind.UNIT, commit).orElse("none");
  }

  @Test
  void evidence_is_found_by_its_commit_as_soon_as_it_is_made() {
    String text = "{\"reply\":\"" + reply + "\"}";
    String evidence = kept(text);

    two.hub().evidence().bring(Kind.UNIT, List.of(commit));
    assertThat(read(two, commit)).isEqualTo(text);
    assertThat(two.artifacts().has(reply)).as("what it names does not come").isFalse();

    two.hub().evidence().bringWhole(commit);
    assertThat(two.read(reply)).isEqualTo("a reply");
    assertThat(two.read(evidence)).isEqualTo(text);
    assertThat(two.has(commit)).isTrue();
  }

  @Test
  void evidence_that_is_made_anew_replaces_what_was_there() {
    kept("{\"reply\":\"\"}");
    kept("{\"reply\":\"" + reply + "\"}");

    two.hub().evidence().bring(Kind.UNIT, List.of(commit));
    assertThat(read(two, commit)).contains(reply);
  }

  @Test
  void a_commit_of_which_nobody_has_evidence_brings_none() {
    two.hub().evidence().bring(Kind.UNIT, List.of(commit));
    two.hub().evidence().bringWhole(commit);

    assertThat(read(two, commit)).isEqualTo("none");
  }

  @Test
  void evidence_of_what_is_published_outlives_its_run_with_all_that_it_names() {
    kept("{\"reply\":\"" + reply + "\"}");
    String log = one.put("a log");
    one.hub().publish(STEP, log);
    one.sh("git branch published " + commit + "; git push -q origin published");

    for (int times = 0; times < 2; times++) {
      one.hub().sweep().forget(List.of("f-csv"), this::unpublished);
      assertThat(hosts.hub("git for-each-ref --format='%(refname)' refs/aidp"))
          .isEqualTo(
              "refs/aidp/_hub/f-csv/@evidence/artifacts\n"
                  + "refs/aidp/_hub/f-csv/@evidence/unit/"
                  + commit);
    }
    two.sh("git fetch -q");
    two.hub().evidence().bringWhole(commit);
    assertThat(two.read(reply)).isEqualTo("a reply");
    assertThat(two.artifacts().has(log)).isFalse();
  }

  @Test
  void evidence_of_what_is_nowhere_any_more_goes_with_its_run() {
    kept("{\"reply\":\"" + reply + "\"}");

    one.hub().sweep().forget(List.of("f-csv"), this::unpublished);

    assertThat(hosts.hub("git for-each-ref refs/aidp")).isEmpty();
  }

  private ImmutableSet<String> unpublished(Set<String> commits) {
    return ImmutableSet.copyOf(new RunRefs(one.layout()).unpublished(commits));
  }
}
