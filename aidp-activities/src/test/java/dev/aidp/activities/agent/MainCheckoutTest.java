package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.agent.TurnFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainCheckoutTest {

  @TempDir Path folder;
  private Sandbox sandbox;
  private MainCheckout checkout;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
    checkout = new MainCheckout(sandbox.layout, Duration.ofMinutes(1));
  }

  @Test
  void names_files_that_were_changed_made_or_deleted() throws IOException {
    write("mine.txt", "before");
    MainCheckout.Look before = checkout.look();

    write("file", "changed");
    write("new one.txt", "new");
    Files.delete(top("mine.txt"));

    assertThat(warnings(before))
        .isEqualTo("Changed in the main checkout while a turn ran: file, mine.txt, new one.txt.");
  }

  @Test
  void sees_that_a_file_which_differed_already_was_written_again() throws IOException {
    write("file", "mine");
    MainCheckout.Look before = checkout.look();

    write("file", "others");
    Files.setLastModifiedTime(top("file"), FileTime.from(Instant.EPOCH));

    assertThat(warnings(before)).contains(": file.");
  }

  @Test
  void says_nothing_of_what_was_there_before_and_stayed_or_lies_in_the_state_folder()
      throws IOException {
    write("file", "mine");
    MainCheckout.Look before = checkout.look();

    write(".aidp/anything", "of ours");

    assertThat(checkout.since(before)).isEqualTo(TurnFindings.NONE);
  }

  @Test
  void says_that_another_commit_or_branch_was_checked_out() throws IOException {
    MainCheckout.Look before = checkout.look();

    git("switch", "--quiet", "--create", "other");

    assertThat(warnings(before)).contains("the commit or branch that is checked out");
  }

  @Test
  void names_twenty_of_many_files() throws IOException {
    MainCheckout.Look before = checkout.look();

    for (int i = 10; i < 35; i++) {
      write("new" + i, "");
    }

    assertThat(warnings(before)).contains("new29 and 5 more").doesNotContain("new30");
  }

  @Test
  void leaves_the_index_as_it_is() throws IOException {
    Path index = sandbox.layout.gitDir().resolve("index");
    Files.setLastModifiedTime(top("file"), FileTime.from(Instant.EPOCH));
    byte[] before = Files.readAllBytes(index);

    checkout.since(checkout.look());

    assertThat(index).hasBinaryContent(before);
  }

  @Test
  void a_place_without_files_is_not_looked_at() throws IOException {
    MainCheckout.Look before = checkout.look();
    git("config", "core.bare", "true");

    assertThat(checkout.since(before)).isEqualTo(TurnFindings.NONE);
    assertThat(checkout.look().none()).isTrue();
  }

  @Test
  void a_checkout_that_takes_long_to_look_at_is_not_looked_at() throws IOException {
    MainCheckout.Look before = checkout.look();
    MainCheckout impatient = new MainCheckout(sandbox.layout, Duration.ofMillis(200));
    git("config", "filter.slow.clean", "sleep 600");
    write(".gitattributes", "file filter=slow\n");
    // As long as before: to tell whether it differs, git has to read it, through the filter.
    write("file", Files.readString(top("file")));
    Files.setLastModifiedTime(top("file"), FileTime.from(Instant.EPOCH));

    assertThat(impatient.since(before)).isEqualTo(TurnFindings.NONE);

    git("config", "--unset", "filter.slow.clean");
    assertThat(impatient.look().none()).isTrue();
    assertThat(checkout.look().none()).isFalse();
  }

  private String warnings(MainCheckout.Look before) {
    return String.join("\n", checkout.since(before).warnings());
  }

  private Path top(String name) {
    return sandbox.layout.top().resolve(name);
  }

  private void write(String name, String text) throws IOException {
    Path file = top(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void git(String... words) {
    dev.aidp.activities.git.cli.Git.at(sandbox.layout.top()).done(words);
  }
}
