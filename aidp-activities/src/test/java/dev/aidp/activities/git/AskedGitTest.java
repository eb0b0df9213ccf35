package dev.aidp.activities.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.StepFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A git that stays says what one would that is called each time. */
@EnabledOnOs(OS.LINUX) // who works where is read from /proc
class AskedGitTest {

  @TempDir Path folder;
  TestRepository repository;
  Objects objects;
  Refs refs;

  @BeforeEach
  void make() throws IOException {
    repository = TestRepository.in(folder);
    Git git = Git.in(repository.layout().gitDir());
    objects = new Objects(git);
    refs = new Refs(git);
  }

  private List<ProcessHandle> gits() {
    return ProcessHandle.current().children().filter(this::worksHere).toList();
  }

  private boolean worksHere(ProcessHandle process) {
    try {
      Path where = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
      return where.equals(repository.layout().gitDir());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void answers_one_question_after_the_other_and_knows_what_has_come_since() {
    assertThat(refs.get("refs/heads/new")).isEmpty();
    String commit = repository.sh("git commit -q --allow-empty -m new; git rev-parse HEAD");
    repository.sh("git branch new; git gc -q");

    assertThat(refs.get("refs/heads/new")).contains(commit);
    assertThat(objects.resolve(commit + "^{tree}", "refs/heads/none").get(1)).isEmpty();
    assertThat(gits()).hasSize(1);
  }

  @Test
  void ends_when_nobody_asks() {
    assertThat(refs.get("HEAD")).isPresent();

    gits().forEach(git -> git.onExit().join());

    assertThat(refs.get("HEAD")).isPresent();
  }

  @Test
  void is_missed_by_nobody_when_it_is_killed() {
    String head = repository.head();
    assertThat(refs.get("HEAD")).contains(head);
    gits().forEach(ProcessHandle::destroyForcibly);
    gits().forEach(git -> git.onExit().join());

    assertThat(refs.get("HEAD")).contains(head);
    refs.update(List.of("update refs/aidp/x " + head));
    gits().forEach(ProcessHandle::destroyForcibly);
    gits().forEach(git -> git.onExit().join());
    refs.update(List.of("delete refs/aidp/x " + head));

    assertThat(refs.get("refs/aidp/x")).isEmpty();
  }

  @Test
  void moves_all_refs_of_an_update_or_none() {
    String head = repository.head();
    String zero = "0".repeat(head.length());
    refs.update(List.of("update refs/aidp/a " + head));

    var answer =
        refs.tryUpdate(
            List.of("update refs/aidp/b " + head, "update refs/aidp/a " + head + " " + zero));

    assertThat(answer.ok()).isFalse();
    assertThat(answer.errors()).contains("refs/aidp/a").contains("exists");
    assertThat(refs.get("refs/aidp/b")).isEmpty();
    refs.update(List.of("update refs/aidp/b " + head));
    assertThat(refs.get("refs/aidp/b")).isEqualTo(Optional.of(head));
  }

  @Test
  void writes_the_same_object_as_git_itself() {
    String blob = objects.write("blob", "text\n".getBytes(StandardCharsets.UTF_8));

    assertThat(blob).isEqualTo(repository.sh("printf 'text\\n' | git hash-object --stdin"));
    assertThat(repository.sh("git cat-file -p " + blob)).isEqualTo("text");
  }

  @Test
  void tells_what_differs_as_one_does_that_is_called() {
    String before = repository.head();
    repository.sh("echo a > a; mkdir -p 'b c'; echo d > 'b c/d'; git add .; git commit -qm two");
    String after = repository.head();

    assertThat(objects.differences(before, after)).hasSize(2);
    assertThat(objects.differences(List.of(after + " " + before, before + " " + after)))
        .extracting(each -> each.stream().map(PathChange::kind).toList())
        .containsExactly(List.of("new", "new"), List.of("removed", "removed"));
    assertThat(objects.changed(before, after + "^{tree}")).containsExactly("a", "b c/d");
    assertThat(objects.changed(after, after)).isEmpty();
    assertThatThrownBy(() -> objects.changed(before, "1".repeat(before.length())))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("diff-tree");
  }

  @Test
  void hands_out_contents_whatever_they_look_like() {
    byte[] odd = "x missing\nend-1 missing\n\0\n".getBytes(StandardCharsets.UTF_8);
    String blob = objects.write("blob", odd);
    String empty = objects.write("blob", new byte[0]);

    assertThat(objects.bytes(blob)).isEqualTo(odd);
    assertThat(objects.bytes(empty)).isEmpty();
    assertThatThrownBy(() -> objects.bytes("1".repeat(blob.length())))
        .isInstanceOf(StepFailedException.class);
    assertThat(objects.bytes(blob)).isEqualTo(odd);
  }

  @Test
  void is_not_asked_for_what_nobody_keeps_in_memory() {
    byte[] large = new byte[12 << 20];
    String blob = objects.write("blob", large);

    assertThat(objects.contents(List.of(blob))).isEmpty();
    assertThat(objects.bytes(blob)).isEqualTo(large);
    assertThat(objects.contents(Collections.nCopies(10_000, blob))).isEmpty();
  }
}
