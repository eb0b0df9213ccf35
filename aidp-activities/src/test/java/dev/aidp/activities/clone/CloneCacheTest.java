package dev.aidp.activities.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneCacheTest {

  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;
  private Path origin;
  private CloneCache cache;

  @BeforeEach
  void make() throws IOException {
    origin = Files.createDirectory(folder.resolve("widgets.git"));
    git("init", "--quiet", "--initial-branch=main");
    commit("one");
    cache = new CloneCache(folder.resolve("clones"));
  }

  @Test
  void a_clone_is_made_once_and_has_what_its_url_has_when_it_is_opened() throws IOException {
    git("branch", "release");
    Path top;
    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      top = clone.top();
      assertThat(text(top, "rev-parse", "release", "main", "HEAD").lines().distinct())
          .containsExactly(text(origin, "rev-parse", "main"));
    }
    Files.writeString(top.resolve("kept"), "");
    commit("two");

    try (CloneCache.Clone clone = cache.open(origin.toString())) {

      assertThat(clone.top()).isEqualTo(top).hasFileName(top.getFileName().toString());
      assertThat(top.resolve("kept")).exists();
      assertThat(top.resolve("two")).exists();
      assertThat(text(top, "rev-parse", "main")).isEqualTo(text(origin, "rev-parse", "main"));
      assertThat(text(top, "rev-parse", "release")).isEqualTo(text(origin, "rev-parse", "release"));
    }
  }

  @Test
  void submodules_are_filled_as_soon_as_git_reaches_them_and_are_empty_before() throws IOException {
    Path library = Files.createDirectory(folder.resolve("library"));
    Git.at(library).done("init", "--quiet", "--initial-branch=main");
    Files.writeString(library.resolve("lib.txt"), "lib");
    Git.at(library).done("add", "--all");
    Git.at(library).done("-c", "user.name=A", "-c", "user.email=a@x", "commit", "-q", "-m", "lib");
    Git.at(origin)
        .set("protocol.file.allow=always")
        .done("submodule", "--quiet", "add", library.toString(), "lib");
    commit("two");
    Path top;
    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      top = clone.top();
      assertThat(top.resolve("lib")).isEmptyDirectory();
    }
    Git.at(top).set("protocol.file.allow=always").done("submodule", "--quiet", "update", "--init");
    Git.at(top).done("submodule", "--quiet", "deinit", "--force", "lib");
    assertThat(top.resolve("lib")).isEmptyDirectory();

    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      assertThat(clone.top().resolve("lib/lib.txt")).hasContent("lib");
    }
  }

  @Test
  void what_aidp_has_made_in_a_clone_stays_as_it_is() throws IOException {
    git("branch", "aidp/f", "main");
    String mine;
    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      Git.at(clone.top())
          .done(
              "-c",
              "user.name=A",
              "-c",
              "user.email=a@x",
              "commit",
              "-q",
              "--allow-empty",
              "-m",
              "mine");
      Git.at(clone.top()).done("branch", "--force", "aidp/f");
      mine = text(clone.top(), "rev-parse", "aidp/f");
    }

    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      assertThat(text(clone.top(), "rev-parse", "aidp/f")).isEqualTo(mine);
    }
  }

  @Test
  void one_that_was_half_made_by_a_process_that_died_is_made_again() throws IOException {
    Path top;
    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      top = clone.top();
    }
    Files.move(top, top.resolveSibling(top.getFileName() + ".new"));
    Files.delete(top.resolveSibling(top.getFileName() + ".new").resolve("one"));

    try (CloneCache.Clone clone = cache.open(origin.toString())) {
      assertThat(clone.top().resolve("one")).exists();
    }
  }

  @Test
  void one_that_nobody_has_used_for_long_is_removed_and_one_in_use_is_not() throws Exception {
    Path other = folder.resolve("other");
    Git.at(folder).done("clone", "--quiet", origin.toString(), other.toString());
    Path unused;
    try (CloneCache.Clone clone = cache.open(other.toString())) {
      unused = clone.top();
    }
    try (Using used = Using.of(folder.resolve("clones"), origin.toString())) {
      for (Path lock : locks()) {
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(MONTH.multipliedBy(2))));
      }

      cache.clean(MONTH);

      assertThat(unused).doesNotExist();
      assertThat(used.top()).isDirectory();
    }
    cache.clean(MONTH);
    assertThat(tops()).hasSize(1);
  }

  @Test
  void an_address_that_leads_nowhere_is_said_without_its_password() {
    assertThatThrownBy(() -> cache.open("http://me:secret@127.0.0.1:1/widgets.git"))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("There is no clone of http://127.0.0.1:1/widgets.git")
        .hasMessageNotContaining("secret");
  }

  private List<Path> locks() throws IOException {
    return entries().stream().filter(file -> file.toString().endsWith(".lock")).toList();
  }

  private List<Path> tops() throws IOException {
    return entries().stream().filter(Files::isDirectory).toList();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("clones"))) {
      return entries.toList();
    }
  }

  private void commit(String file) throws IOException {
    Files.writeString(origin.resolve(file), file);
    git("add", "--all");
    git("-c", "user.name=Ada", "-c", "user.email=a@x", "commit", "--quiet", "--message", file);
  }

  private void git(String... words) {
    Git.at(origin).done(words);
  }

  private static String text(Path repository, String... words) {
    return Git.at(repository).text(words);
  }
}
