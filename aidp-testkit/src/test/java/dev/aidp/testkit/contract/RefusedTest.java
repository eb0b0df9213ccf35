package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.StartOptions;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong from the start is refused, and leaves nothing. */
class RefusedTest {

  private static final Setting ONE = Setting.plan("units: [{id: one, task: One.}]");

  @TempDir Path folder;
  private Stage stage;
  private Map<String, String> refs;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
    refs = stage.repository().refs();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void a_plan_with_faults_names_all_of_them_with_their_places() {
    Setting faulty =
        Setting.plan(
            """
            units:
              - {id: one, task: One., depends_on: [none]}
              - {id: one, task: Twice.}
              - {id: Three, tusk: Three.}
            """);

    assertThatThrownBy(() -> stage.start("run", faulty))
        .isInstanceOfSatisfying(
            UsageException.class,
            e ->
                assertThat(e.details())
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allMatch(d -> d.where().matches("plan\\.yml:\\d+:\\d+"))
                    .allMatch(d -> e.toString().contains(d.where() + ": " + d.message())));
    assertNothingLeft();
  }

  @Test
  void an_agent_that_nobody_knows_is_named_with_those_that_are_known() {
    FeatureRequest request = FeatureRequest.of("Do it.").agent("claude", "nobody");

    assertThatThrownBy(() -> start(request))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("claude");
    assertNothingLeft();
  }

  @Test
  void a_cycle_is_named_by_its_path() {
    Setting cycle =
        Setting.plan(
            "units: [{id: a, task: A, depends_on: [b]}, {id: b, task: B, depends_on: [a]}]");

    assertThatThrownBy(() -> stage.start("run", cycle))
        .isInstanceOfSatisfying(
            UsageException.class,
            e -> assertThat(e.details().toString()).containsPattern("a.*b.*a"));
    assertNothingLeft();
  }

  @Test
  void an_unknown_base_is_refused() {
    assertThatThrownBy(() -> start(stage.feature(ONE).from("no-such-ref")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no-such-ref");
    assertNothingLeft();
  }

  @Test
  void a_branch_that_exists_is_refused() {
    assertThatThrownBy(() -> start(stage.feature(ONE).into("main")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("main");
    assertNothingLeft();
  }

  @Test
  void a_branch_aidp_that_blocks_the_names_is_refused() {
    stage.repository().git("branch", "aidp");
    refs = stage.repository().refs();

    assertThatThrownBy(() -> stage.start("run", ONE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("aidp");
    assertNothingLeft();
  }

  @Test
  void a_branch_aidp_units_that_blocks_the_names_is_refused() {
    stage.repository().git("branch", "aidp-units");
    refs = stage.repository().refs();

    assertThatThrownBy(() -> stage.start("run", ONE)).isInstanceOf(UsageException.class);
    assertNothingLeft();
  }

  @Test
  void an_id_of_another_form_is_refused() {
    for (String id : new String[] {"", "-a", "a/b", "a b", "ä", "x".repeat(65)}) {
      assertThatThrownBy(() -> stage.start(id, ONE))
          .as("'%s'", id)
          .isInstanceOf(UsageException.class);
    }
    assertNothingLeft();
  }

  @Test
  void a_place_without_a_repository_a_commit_or_a_worktree_is_refused() throws Exception {
    Path nothing = Files.createDirectories(folder.resolve("nothing"));
    SampleRepository empty = SampleRepository.empty(folder.resolve("empty"));
    SampleRepository bare = SampleRepository.empty(folder.resolve("bare"));
    bare.git("config", "core.bare", "true");

    for (Path place : new Path[] {nothing, empty.top(), bare.top().resolve(".git")}) {
      assertThatThrownBy(() -> Aidp.open(place, AidpOptions.defaults()).close())
          .as("%s", place)
          .isInstanceOf(UsageException.class);
      assertThat(place.resolve(".aidp")).doesNotExist();
    }
  }

  private void assertNothingLeft() {
    assertThat(stage.repository().refs()).isEqualTo(refs);
    assertThat(stage.repository().worktrees()).hasSize(1);
    assertThat(stage.aidp().runs()).isEmpty();
    assertThat(stage.agent().calls()).isEmpty();
  }

  private void start(FeatureRequest request) {
    var unused = stage.aidp().start(request, StartOptions.id("run"));
  }
}
