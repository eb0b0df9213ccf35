package dev.aidp.bench;

import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Opening a unit's working copy, which has a repository of its own, beside {@code git worktree
 * add}, in turn on the same repository; then recording one changed file. Prints a table; {@code
 * AIDP_BENCH_SAMPLES} says how many samples.
 */
public final class Opening {

  private static final int SAMPLES =
      Integer.parseInt(System.getenv().getOrDefault("AIDP_BENCH_SAMPLES", "5"));
  private static final int FILES_IN_FOLDER = 100;

  private Opening() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println(
        "| files | branches | open, ms | git worktree add, ms | record, ms | .git, KiB | linked, KiB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (int[] size : new int[][] {{2_000, 50}, {50_000, 5_000}}) {
      Path folder = Machine.folder("opening");
      row(repository(folder.resolve("repository"), size[0], size[1]), folder, size);
      Machine.delete(folder);
    }
    System.out.println();
    System.out.println("Median of " + SAMPLES + " (smallest–largest). On: " + Machine.line());
  }

  private static void row(SampleRepository repository, Path folder, int[] size)
      throws IOException, InterruptedException {
    Layout layout = Layout.of(repository.top());
    layout.prepare();
    Worktrees worktrees = new Worktrees(layout);
    String head = repository.commit("main");
    List<Double> opened = new ArrayList<>();
    List<Double> linked = new ArrayList<>();
    List<Double> recorded = new ArrayList<>();
    long own = 0;
    long shared = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      Work work = new Work("bench", 1, "u" + sample, 1);
      Path other = folder.resolve("linked-" + sample);
      opened.add(millis(() -> worktrees.open(work, head)));
      linked.add(
          millis(
              () ->
                  repository.git(
                      "worktree", "add", "--quiet", "--detach", other.toString(), "main")));
      own = kibibytes(worktrees.path(work).resolve(".git"));
      shared = kibibytes(layout.gitDir().resolve("worktrees").resolve(other.getFileName()));
      Files.writeString(worktrees.path(work).resolve("new.txt"), "new\n");
      TreeState[] state = new TreeState[1];
      recorded.add(millis(() -> state[0] = worktrees.record(work).state()));
      if (!worktrees.changed(head, state[0].tree()).equals(List.of("new.txt"))) {
        throw new IllegalStateException("Recorded: " + worktrees.changed(head, state[0].tree()));
      }
      worktrees.close(work);
      repository.git("worktree", "remove", "--force", other.toString());
    }
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %s | %s | %s | %d | %d |%n",
        size[0],
        size[1],
        Spread.of(opened),
        Spread.of(linked),
        Spread.of(recorded),
        own,
        shared);
  }

  /** What is measured. */
  private interface Measured {
    void run() throws IOException, InterruptedException;
  }

  private static double millis(Measured measured) throws IOException, InterruptedException {
    long began = System.nanoTime();
    measured.run();
    return (System.nanoTime() - began) / 1e6;
  }

  private static long kibibytes(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum()
          / 1024;
    }
  }

  private static SampleRepository repository(Path folder, int files, int branches)
      throws IOException, InterruptedException {
    SampleRepository repository = SampleRepository.in(folder);
    for (int file = 0; file < files; file++) {
      repository.write("d" + file / FILES_IN_FOLDER + "/f" + file + ".txt", "file " + file + "\n");
    }
    repository.commitAll("Files");
    String head = repository.commit("main");
    StringBuilder lines = new StringBuilder();
    for (int branch = 0; branch < branches; branch++) {
      lines.append("create refs/heads/b/").append(branch).append(" ").append(head).append("\n");
    }
    Path stream = folder.resolveSibling("branches");
    Files.writeString(stream, lines);
    Process updating =
        new ProcessBuilder("git", "update-ref", "--stdin")
            .directory(folder.toFile())
            .inheritIO()
            .redirectInput(stream.toFile())
            .start();
    if (updating.waitFor() != 0) {
      throw new IllegalStateException("git update-ref failed");
    }
    repository.git("pack-refs", "--all");
    return repository;
  }
}
