package dev.aidp.activities.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.hub.Hosts.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubLogsTest {

  private static final HubStep STEP = new HubStep("f-csv/model", "agent", 0, 0);

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

  private static Path log(Host host) {
    return host.layout().logs("f-csv", "model");
  }

  private static void prints(Host host, String text) throws IOException {
    Files.createDirectories(log(host).getParent());
    Files.writeString(log(host), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Prints, and takes it to the hub with something that is named, as a step does. */
  private static void ends(Host host, Hub hub, String text) throws IOException {
    prints(host, text);
    hub.publish(STEP, host.put(text), log(host));
  }

  private static String gathered(Host host) throws IOException {
    Path whole = host.layout().logs("f-csv").resolve("whole");
    host.hub().logs().gather("f-csv", whole);
    return Files.readString(whole.resolve("model.log"));
  }

  @Test
  void what_hosts_have_printed_in_turn_is_one_log_everywhere() throws Exception {
    Hub first = one.hub();
    ends(one, first, "1 on one\n");
    ends(one, first, "2 on one\n");
    ends(two, two.hub(), "3 on two\n");
    ends(one, one.hub(), "4 on one\n"); // another process

    String all = "1 on one\n2 on one\n3 on two\n4 on one\n";
    assertThat(gathered(hosts.host("three"))).isEqualTo(all);
    assertThat(gathered(one)).isEqualTo(all);
    prints(two, "5 under way\n");
    assertThat(gathered(two)).isEqualTo(all + "5 under way\n");
  }

  @Test
  void what_is_printed_alone_costs_no_word_with_the_hub_and_goes_with_the_next_that_is_named()
      throws Exception {
    Hub hub = one.hub();
    ends(one, hub, "1\n");
    String before = hosts.hub("git for-each-ref");
    prints(one, "2\n");
    hub.publish(STEP, "{}", log(one));
    assertThat(hosts.hub("git for-each-ref")).isEqualTo(before);

    ends(one, hub, "3\n");
    assertThat(gathered(two)).isEqualTo("1\n2\n3\n");
  }

  @Test
  void of_a_part_that_is_too_long_its_end_is_there_and_where_the_rest_is() throws Exception {
    String line = "x".repeat(999) + "\n";
    ends(one, one.hub(), "first\n" + line.repeat(10_000) + "last\n");

    String all = gathered(two);
    assertThat(all)
        .startsWith("[aidp: ")
        .contains("bytes before this are only in " + log(one))
        .endsWith("last\n")
        .hasSizeLessThan(9 << 20);
    assertThat(gathered(one)).isEqualTo(all);
  }

  @Test
  void a_log_that_was_never_there_is_none() throws Exception {
    one.hub().publish(STEP, one.put("named"), log(one));
    Path whole = folder.resolve("whole");
    two.hub().logs().gather("f-csv", whole);

    assertThat(whole).isEmptyDirectory();
  }

  @Test
  void folders_of_the_people_s_own_that_are_called_logs_are_none_of_ours() throws Exception {
    ends(one, one.hub(), "1 on one\n");
    one.sh("mkdir -p logs/web; echo x > logs/web/a-b-c-d; git add -A; git commit -q -m logs");
    one.hub().branches().point("f-csv", "aidp/f-csv", one.sh("git rev-parse HEAD"), null);

    assertThat(gathered(hosts.host("three"))).isEqualTo("1 on one\n");
  }
}
