package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.Pruned;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.StoreSize;
import dev.aidp.evidence.Verification;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.AidpOptions.ForRepository;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Check;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of ended runs goes, and nothing that anybody needs. */
@Timeout(300)
class PruneTest {

  private static final Setting TWO =
      Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]");

  @TempDir Path folder;
  private Stage stage;

  @AfterEach
  void close() {
    stage.close();
  }

  private void on(String engine) {
    stage =
        engine.equals("native")
            ? Stage.onNative(folder)
            : Stage.onTemporal(folder, DevServer.shared().target());
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void what_is_published_holds_and_what_was_thrown_away_is_gone(String engine) throws IOException {
    on(engine);
    RunView kept = Stage.end(stage.start("published", TWO));
    RunView lost = Stage.end(stage.start("lost", TWO.anew()));
    for (String branch : List.of("aidp/lost", "aidp-units/lost/one", "aidp-units/lost/two")) {
      stage.repository().git("branch", "-q", "-D", branch);
    }
    StoreSize before = stage.aidp().size();
    Instant ended = Instant.now();
    Await.until(
        () -> Instant.now().isAfter(ended.plusMillis(300)),
        "what was stored last to be old enough");

    Pruned would = stage.aidp().prune(PrunePolicy.allBut(0), true);
    assertThat(stage.aidp().size()).isEqualTo(before);
    Pruned pruned = stage.aidp().prune(PrunePolicy.allBut(0), false);

    assertThat(pruned.runs()).containsExactlyInAnyOrder("published", "lost");
    assertThat(pruned.evidence()).isEqualTo(3);
    assertThat(pruned.artifacts()).isPositive();
    assertThat(would)
        .usingRecursiveComparison()
        .ignoringFields("dryRun", "size", "artifactBytes")
        .isEqualTo(pruned);
    assertThat(stage.aidp().runs()).isEmpty();
    assertThat(stage.aidp().verify(String.valueOf(lost.commit()), null)).isEmpty();
    holds(String.valueOf(kept.commit()));
    for (RunView.UnitView unit : kept.units()) {
      holds(String.valueOf(unit.head().commit()));
    }
    assertThat(left("lost")).isEmpty();
    assertThat(left("published")).isEmpty();
  }

  @Test
  void evidence_of_a_published_branch_has_all_that_it_names_after_pruning_again() {
    on("native");
    RunView kept = Stage.end(stage.start("published", TWO));
    stage.aidp().prune(PrunePolicy.allBut(0), false);

    Pruned again = stage.aidp().prune(PrunePolicy.allBut(0), false);

    assertThat(again.artifacts() + again.evidence() + again.refs()).isZero();
    assertThat(stage.aidp().verify(String.valueOf(kept.commit()), Duration.ofMinutes(1)))
        .hasValueSatisfying(found -> assertThat(found.holds()).as("%s", found).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_run_under_way_is_untouched_and_ends_as_if_nothing_had_been_pruned(String engine) {
    on(engine);
    Stage.end(stage.start("old", TWO));
    Gate gate = stage.agent().gate("first");
    stage.agent().coder("two", Act.writes("two.txt", "two\n").waitingAt(gate));
    RunHandle run = stage.start("under-way", TWO.anew());
    gate.awaitReached();

    Pruned pruned = stage.aidp().prune(PrunePolicy.allBut(0), false);
    gate.open();
    RunView view = Stage.end(run);

    assertThat(pruned.runs()).containsExactly("old");
    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.agent().calls("one")).hasSize(2);
    assertThat(run.history()).isNotEmpty();
    holds(String.valueOf(view.commit()));
  }

  @Test
  void an_interrupted_run_goes_on_after_pruning_and_does_nothing_twice() {
    on("native");
    Gate gate = stage.agent().gate("first");
    stage.agent().coder("two", Act.writes("two.txt", "two\n").waitingAt(gate));
    stage.start("run", TWO);
    gate.awaitReached();
    stage.close();

    try (Aidp other = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
      assertThat(other.prune(PrunePolicy.allBut(0), false).runs()).isEmpty();
      gate.open();
      RunHandle run = other.run("run");
      assertThat(run.view().state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(run.adopt()).isTrue();

      RunView view = Stage.end(run);

      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(stage.agent().calls("one")).hasSize(1);
      assertThat(other.verify(String.valueOf(view.commit()), null))
          .hasValueSatisfying(found -> assertThat(found.holds()).as("%s", found).isTrue());
    }
  }

  @Test
  void a_pruned_id_is_free_and_its_run_begins_anew() {
    on("native");
    Stage.end(loop("again"));
    stage.repository().git("branch", "-q", "-D", "aidp/again");

    stage.aidp().prune(PrunePolicy.allBut(0), false);
    RunView view = Stage.end(loop("again"));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.agent().calls()).hasSize(2);
    holds(String.valueOf(view.commit()));
  }

  @Test
  void the_last_ones_and_the_young_ones_stay() {
    on("native");
    for (String id : List.of("a", "b", "c")) {
      Stage.end(loop(id));
    }

    assertThat(prune(new PrunePolicy(1, Duration.ofDays(1), false))).isEmpty();
    assertThat(prune(PrunePolicy.allBut(2))).containsExactly("a");
    assertThat(stage.aidp().runs()).extracting(RunHandle::id).containsExactly("c", "b");
    assertThat(stage.aidp().run("b").history()).isNotEmpty();
    assertThat(stage.aidp().run("b").logs().values()).allMatch(Files::exists);
    assertThat(prune(new PrunePolicy(0, Duration.ZERO, false))).containsExactly("c", "b");
  }

  @Test
  void starting_a_run_prunes_what_the_settings_let_go_at_most_once_a_day() throws IOException {
    on("native");
    Stage.end(loop("old"));
    stage.close();
    AidpOptions options =
        AidpOptions.defaults()
            .withRepository(
                ForRepository.USUAL.withPruning(new PrunePolicy(0, Duration.ofMillis(1), true)));
    try (Aidp aidp = Aidp.open(stage.repository().top(), options)) {
      Stage.end(loop(aidp, "next"));
      assertThat(aidp.runs()).hasSize(2);
    }

    Files.setLastModifiedTime(
        state().resolve("prune.lock"), FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    Gate gate = stage.agent().gate("third");
    stage.agent().coder("loop", Act.writes("third.txt", "x").waitingAt(gate));
    try (Aidp aidp = Aidp.open(stage.repository().top(), options)) {
      RunHandle third = loop(aidp, "third");
      Await.until(() -> aidp.runs().size() == 1, "two runs that go");
      gate.open(); // had it ended before, it might have gone, too
      Stage.end(third);
      assertThat(aidp.runs()).extracting(RunHandle::id).containsExactly("third");
    }
  }

  @Test
  void a_prune_that_was_killed_is_finished_by_the_next_one() throws IOException {
    on("native");
    Stage.end(loop("cut"));
    RunView kept = Stage.end(loop("kept"));
    takeOff("cut");
    Path artifact = setAside();
    Files.createDirectories(state().resolve("removed/some/folder"));
    holds(String.valueOf(kept.units().get(0).head().commit()));

    assertThat(prune(PrunePolicy.USUAL)).isEmpty();

    assertThat(left("cut")).isEmpty();
    assertThat(state().resolve("removed")).isEmptyDirectory();
    assertThat(artifact).exists();
    assertThat(stage.aidp().runs()).extracting(RunHandle::id).containsExactly("kept");
    assertThat(stage.aidp().size().refs())
        .as("the evidence of both, and the trees of the one that is kept")
        .isEqualTo(3);
    holds(String.valueOf(kept.units().get(0).head().commit()));
  }

  @Test
  void a_run_whose_id_a_killed_prune_has_left_begins_anew() {
    on("native");
    Stage.end(loop("cut"));
    takeOff("cut");
    stage.repository().git("branch", "-q", "-D", "aidp/cut");

    RunView view = Stage.end(loop("cut"));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.agent().calls()).hasSize(2);
    assertThat(prune(PrunePolicy.USUAL)).isEmpty();
    assertThat(stage.aidp().run("cut").history()).isNotEmpty();
    holds(String.valueOf(view.commit()));
  }

  @Test
  void two_that_prune_beside_runs_that_start_and_end_take_nothing_from_anybody() throws Exception {
    on("native");
    Stage.end(loop("first"));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService pruning = Executors.newFixedThreadPool(2);
    List<Future<Integer>> pruned = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      pruned.add(
          pruning.submit(
              () -> {
                int gone = 0;
                try (Aidp aidp = Aidp.open(stage.repository().top(), AidpOptions.defaults())) {
                  while (!over.get()) {
                    gone += aidp.prune(PrunePolicy.allBut(0), false).runs().size();
                  }
                }
                return gone;
              }));
    }
    List<RunView> views = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      RunView view = loop("r-" + i).ended().get(3, TimeUnit.MINUTES);
      views.add(view);
    }
    over.set(true);
    int gone = pruned.get(0).get() + pruned.get(1).get();
    pruning.shutdown();

    assertThat(gone + stage.aidp().runs().size()).isEqualTo(11);
    for (RunView view : views) {
      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      holds(String.valueOf(view.commit()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void nobody_else_may_read_what_is_kept(String engine) throws IOException {
    on(engine);
    Gate gate = stage.agent().gate("first");
    stage.agent().coder("one", Act.writes("one.txt", "one\n").leaving("x", "1\n"));
    stage.agent().coder("two", Act.writes("two.txt", "two\n").leaving("made", "x").waitingAt(gate));
    RunHandle run =
        stage.start(
            "run",
            Setting.plan(
                "units: [{id: one, task: One., outputs: [x]},"
                    + " {id: two, task: Two., inputs: [one/x], outputs: [made]}]"));
    gate.awaitReached();

    List<String> open = open();
    gate.open();
    Stage.end(run);

    assertThat(open).isEmpty();
    assertThat(open()).isEmpty();
    assertThat(Files.getPosixFilePermissions(state())).hasSize(3);
  }

  /** Files that others might read if they got past the state folder; git's and agents' not. */
  private List<String> open() throws IOException {
    try (Stream<Path> all = files().stream()) {
      return all.map(file -> state().relativize(file))
          .filter(file -> !file.startsWith("workstreams"))
          .filter(file -> !(file.startsWith("worktrees") && file.endsWith("index")))
          .filter(file -> !(file.startsWith("io") && file.toString().contains("/out/")))
          .filter(file -> readableByOthers(state().resolve(file)))
          .map(Path::toString)
          .toList();
    }
  }

  /** What is there from the first to the last moment of the look; the rest may go meanwhile. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        state(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    return files;
  }

  private static boolean readableByOthers(Path file) {
    try {
      return !Files.getPosixFilePermissions(file)
          .equals(PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }

  /** Does what a prune does first. */
  private void takeOff(String id) {
    try (Database database = Database.open(state().resolve("aidp.db"))) {
      RunRecord run = new RunRegistry(database).find(id).orElseThrow();
      assertThat(database.<Boolean>write(sql -> RunRegistry.takeOff(sql, run))).isTrue();
    }
  }

  /** Does with all artifacts what a sweep does with one before it looks at it once more. */
  private Path setAside() throws IOException {
    Path artifacts = state().resolve("artifacts");
    Path aside = Files.createDirectories(artifacts.resolve("aside"));
    List<Path> all;
    try (Stream<Path> files = Files.walk(artifacts)) {
      all = files.filter(file -> file.getFileName().toString().length() == 62).toList();
    }
    for (Path file : all) {
      Files.move(file, aside.resolve(file.getParent().getFileName() + "" + file.getFileName()));
    }
    return all.get(0);
  }

  private List<String> prune(PrunePolicy policy) {
    return stage.aidp().prune(policy, false).runs();
  }

  private RunHandle loop(String id) {
    return loop(stage.aidp(), id);
  }

  private RunHandle loop(Aidp aidp, String id) {
    RunSettings settings = RunSettings.of(stage.agent().command(), new Check("there", "true"));
    return aidp.start(WorkLoopRequest.of("Do it.").with(settings), StartOptions.id(id));
  }

  private void holds(String commit) {
    Verification found = stage.aidp().verify(commit, null).orElseThrow();
    assertThat(found.holds()).as("%s", found).isTrue();
  }

  private Path state() {
    return stage.repository().top().resolve(".aidp");
  }

  /** Returns every file below the state folder that is named after {@code run}. */
  private List<Path> left(String run) throws IOException {
    try (Stream<Path> all = Files.walk(state(), 3)) {
      return all.filter(file -> file.getFileName().toString().startsWith(run)).toList();
    }
  }
}
