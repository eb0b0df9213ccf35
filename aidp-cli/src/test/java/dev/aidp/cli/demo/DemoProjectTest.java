package dev.aidp.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.plan.PlanReader;
import dev.aidp.cli.demo.DemoStage.Said;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Check;
import dev.aidp.workflows.plan.Waves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoProjectTest {

  @TempDir Path scratch;

  @Test
  void the_plan_is_sound_and_as_wide_and_long_as_the_demo_promises() throws IOException {
    DemoProject demo = DemoProject.create(scratch.resolve("demo"));

    Plan plan = plan(demo);

    assertThat(plan.feature()).isEqualTo(DemoProject.FEATURE);
    assertThat(plan.units()).hasSizeGreaterThanOrEqualTo(6);
    ImmutableList<ImmutableList<String>> waves = Waves.of(graph(plan), 5);
    assertThat(waves).hasSize(3);
    assertThat(waves).anySatisfy(wave -> assertThat(wave).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void the_agents_build_the_feature_with_one_red_iteration_and_one_conflict() throws Exception {
    DemoProject demo = DemoProject.create(scratch.resolve("it's a demo"));
    DemoStage stage = new DemoStage(demo, scratch);
    Plan plan = plan(demo);
    List<String> red = new ArrayList<>();
    for (Plan.Unit unit : inOrder(plan)) {
      red.addAll(work(demo, stage, unit));
    }

    List<String> clashed = merged(demo, stage, plan);

    assertThat(red).containsExactly(DemoProject.RED_AT_FIRST);
    assertThat(clashed).containsExactly(DemoProject.CLASHING.get(1));
  }

  @Test
  void a_planner_of_the_demo_replies_with_its_plan() throws Exception {
    DemoProject demo = DemoProject.create(scratch.resolve("demo"));

    Said reply = new DemoStage(demo, scratch).play("planner", "", 1, demo.folder(), "Split it.");

    assertThat(reply.exit()).isZero();
    assertThat(reply.output()).contains("```yaml\n" + Files.readString(demo.plan()) + "```\n");
  }

  @Test
  void made_twice_it_is_the_same_commit_and_nothing_of_the_first_is_left() throws IOException {
    DemoProject first = DemoProject.create(scratch.resolve("demo"));
    String commit = Git.at(first.folder()).text("rev-parse", "HEAD");
    Files.writeString(first.folder().resolve("mine.txt"), "x");

    DemoProject second = DemoProject.create(scratch.resolve("demo"));

    assertThat(Git.at(second.folder()).text("rev-parse", "HEAD")).isEqualTo(commit);
    assertThat(Git.at(second.folder()).text("status", "--porcelain")).isEmpty();
    assertThat(DemoProject.open(scratch.resolve("demo"))).isEqualTo(second);
    assertThat(scratch).isDirectoryContaining(p -> p.equals(second.folder()));
    assertThat(scratch.toFile().list()).containsExactly("demo");
  }

  @Test
  void what_a_killed_call_left_is_no_obstacle() throws IOException {
    Path left = Files.createDirectories(scratch.resolve(".demo.new").resolve("lib"));
    Files.createSymbolicLink(left.resolve("link"), scratch);

    DemoProject.create(scratch.resolve("demo"));

    assertThat(scratch.toFile().list()).containsExactly("demo");
  }

  @Test
  void a_folder_with_other_files_in_it_is_refused_and_left_alone() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("mine"));
    Path file = Files.writeString(folder.resolve("thesis.txt"), "dear");

    assertThatThrownBy(() -> DemoProject.create(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("something else in it");
    assertThatThrownBy(() -> DemoProject.create(file)).isInstanceOf(UsageException.class);

    assertThat(file).hasContent("dear");
    assertThat(DemoProject.isThere(folder)).isFalse();
  }

  @Test
  void an_empty_folder_is_taken() throws IOException {
    DemoProject.create(Files.createDirectory(scratch.resolve("demo")));

    assertThat(scratch.resolve("demo/contacts.sh")).exists();
  }

  /** Works on a unit as a loop does and returns its name if it was red once. */
  private static List<String> work(DemoProject demo, DemoStage stage, Plan.Unit unit)
      throws Exception {
    String id = unit.node().id();
    Path worktree = stage.worktree(id, unit.node().dependsOn());
    assertThat(stage.play("coder", id, 1, worktree, unit.task()).output())
        .endsWith("STATUS: COMPLETE\n");
    List<String> failed = failed(stage, demo, unit.checks(), worktree);
    if (!failed.isEmpty()) {
      assertThat(failed).anyMatch(said -> said.contains("must be doubled"));
      Said second = stage.play("coder", id, 2, worktree, String.join("\n", failed));
      assertThat(second.output()).contains("The check said: ").contains("must be doubled");
      assertThat(failed(stage, demo, unit.checks(), worktree)).isEmpty();
    }
    for (String output : unit.node().outputs()) {
      assertThat(worktree.resolveSibling("../artifacts/" + id + "/out/" + output)).exists();
    }
    stage.commit(worktree, id);
    return failed.isEmpty() ? List.of() : List.of(id);
  }

  /** Merges all and returns whom the resolver was asked for; every step is green. */
  private static List<String> merged(DemoProject demo, DemoStage stage, Plan plan)
      throws Exception {
    Path worktree = stage.worktree("result", List.of());
    List<String> clashed = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    for (Plan.Unit unit : inOrder(plan)) {
      String id = unit.node().id();
      if (!stage.merge(worktree, id).ok()) {
        clashed.add(id);
        Said said = stage.play("resolver", "", 1, worktree, "Settle it.");
        assertThat(said.output()).contains("contacts.sh");
        stage.commit(worktree, "Merge " + id);
      }
      checks.addAll(unit.checks());
      assertThat(failed(stage, demo, checks, worktree)).isEmpty();
    }
    return clashed;
  }

  private static List<String> failed(
      DemoStage stage, DemoProject demo, List<Check> more, Path worktree) throws Exception {
    List<String> failed = new ArrayList<>();
    List<Check> all = new ArrayList<>(demo.checks());
    all.addAll(more);
    for (Check check : all) {
      Said said = stage.check(check, worktree);
      if (said.exit() != 0) {
        failed.add(check.name() + ": " + said.output());
      }
    }
    return failed;
  }

  private static List<Plan.Unit> inOrder(Plan plan) {
    List<Plan.Unit> ordered = new ArrayList<>();
    Waves.of(graph(plan)).stream()
        .flatMap(List::stream)
        .forEach(
            id ->
                plan.units().stream().filter(u -> u.node().id().equals(id)).forEach(ordered::add));
    return ordered;
  }

  private static Plan plan(DemoProject demo) throws IOException {
    PlanReader.Result result = PlanReader.read("plan.yaml", Files.readAllBytes(demo.plan()));
    assertThat(result.faults()).isEmpty();
    return Objects.requireNonNull(result.plan());
  }

  private static PlanGraph graph(Plan plan) {
    return new PlanGraph("plan", plan.units().stream().map(Plan.Unit::node).toList());
  }
}
