package dev.aidp.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.git.cli.Environment;
import dev.aidp.activities.layout.Layout;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import dev.aidp.testkit.agent.Shell;
import dev.aidp.testkit.repo.LivedIn;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.suite.Portion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever git commands an agent runs in its worktree, the user's repository is as it was. */
class HostileGitTest {

  private static final int SEQUENCES = Portion.of(200, 20);
  private static final AtomicInteger HOMES = new AtomicInteger();
  private static final Work HOSTILE = new Work("run", 1, "hostile", 1);
  private static final Work CALM = new Work("run", 1, "calm", 1);

  @TempDir static Path folder;

  /** Made once, and again after a sequence that has reached it. */
  private static @Nullable SampleRepository whole;

  private SampleRepository repository;
  private Worktrees worktrees;
  private String base;

  static IntStream seeds() {
    return IntStream.rangeClosed(1, SEQUENCES);
  }

  @BeforeEach
  void make() {
    repository = whole == null ? furnished() : whole;
    whole = null;
    base = repository.commit("HEAD");
    Layout layout = Layout.of(repository.top());
    layout.prepare();
    worktrees = new Worktrees(layout);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void no_sequence_of_git_commands_reaches_the_users_repository(int seed) throws Exception {
    List<String> commands = GitCommands.sequence(seed);
    Untouched users = Untouched.of(repository);
    TreeState start = worktrees.open(HOSTILE, base);
    worktrees.open(CALM, base);
    run(CALM, "echo calm > calm.txt; git add -A; git commit -q -m calm");

    run(HOSTILE, GitCommands.script(commands));

    try {
      users.demand(null);
      recordsAndRestores(start);
      assertThat(worktrees.patch(base, worktrees.record(CALM).state().head()))
          .get()
          .asString()
          .contains("calm.txt");
      worktrees.close(HOSTILE);
      worktrees.close(CALM);
      users.demand(null);
      whole = repository;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(String.join("\n", commands), e);
    }
  }

  private static SampleRepository furnished() {
    SampleRepository made =
        SampleRepository.in(folder.resolve("home" + HOMES.incrementAndGet() + "/repository"));
    LivedIn.furnish(made);
    return made;
  }

  /** The files that are there are the work, whatever the agent's git says of them. */
  private void recordsAndRestores(TreeState start) throws IOException {
    Map<String, String> left = files();
    TreeState work = worktrees.record(HOSTILE).state();
    repository.git("rev-list", "--objects", "--quiet", work.head(), work.tree());
    worktrees.restore(HOSTILE, work);
    assertThat(files()).containsAllEntriesOf(left);
    assertThat(worktrees.record(HOSTILE).state()).isEqualTo(work);
    worktrees.restore(HOSTILE, start);
    assertThat(files())
        .isEqualTo(
            Map.of(
                "README.md", "A sample.\n", "a.txt", "a\n", "b.txt", "b\n", "docs/c.txt", "c\n"));
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (String name : List.of("README.md", "a.txt", "b.txt", "docs/c.txt")) {
      Path file = worktrees.path(HOSTILE).resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        files.put(name, Files.readString(file));
      }
    }
    return files;
  }

  private void run(Work work, String script) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(worktrees.path(work).toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    Environment.cleanse(builder.environment());
    builder.environment().putAll(worktrees.environment(work));
    builder.environment().put("LIBRARY", LivedIn.library(repository).toString());
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(Shell.quoted(script)).isTrue();
  }
}
