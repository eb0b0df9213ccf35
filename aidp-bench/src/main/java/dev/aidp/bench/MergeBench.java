package dev.aidp.bench;

import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.testkit.repo.SampleRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Joining 100 and 1,000 branches, by aidp in the object store and by plain {@code git merge} in a
 * worktree, side by side on the same branches; both must come to the same tree. Prints a table;
 * {@code AIDP_BENCH_SAMPLES} says how many samples, {@code AIDP_BENCH_BRANCHES} which numbers of
 * branches.
 */
public final class MergeBench {

  private static final int SAMPLES =
      Integer.parseInt(System.getenv().getOrDefault("AIDP_BENCH_SAMPLES", "3"));
  private static final List<Integer> COUNTS =
      Stream.of(System.getenv().getOrDefault("AIDP_BENCH_BRANCHES", "100,1000").split(","))
          .map(Integer::valueOf)
          .toList();

  private MergeBench() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("| branches | | aidp, ms | git merge in a worktree, ms | times |");
    System.out.println("|---|---|---|---|---|");
    for (int count : COUNTS) {
      for (int sharing : new int[] {0, 10}) {
        Path folder = Machine.folder("merge");
        row(folder, new ManyBranches(count, sharing));
        Machine.delete(folder);
      }
    }
    System.out.println();
    System.out.println("Median of " + SAMPLES + " (smallest–largest). On: " + Machine.line());
  }

  private static void row(Path folder, ManyBranches branches)
      throws IOException, InterruptedException {
    SampleRepository repository = branches.repository(folder.resolve("repository"));
    List<Double> ours = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      String[] trees = new String[2];
      ours.add(millis(() -> trees[0] = branches.joined(repository)));
      plain.add(millis(() -> trees[1] = merged(folder, repository, branches)));
      if (!trees[0].equals(trees[1])) {
        throw new IllegalStateException("The trees differ: " + String.join(", ", trees));
      }
    }
    double times = Spread.of(plain).median() / Spread.of(ours).median();
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %s | %s | %.1f |%n",
        branches.count(),
        branches.text(),
        Spread.of(ours),
        Spread.of(plain),
        times);
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

  /** One shell for all of it: what a person would write who has nothing else. */
  private static String merged(Path folder, SampleRepository repository, ManyBranches branches)
      throws IOException, InterruptedException {
    Path worktree = folder.resolve("worktree");
    repository.git("worktree", "add", "--quiet", "--detach", worktree.toString(), "main");
    String script =
        "for i in $(seq 0 %d); do git merge -q --no-ff -m \"Merge work-$i\" work-$i || exit 1; done > /dev/null"
            .formatted(branches.count() - 1);
    Process shell =
        new ProcessBuilder("sh", "-c", script).directory(worktree.toFile()).inheritIO().start();
    if (shell.waitFor() != 0) {
      throw new IllegalStateException("git merge failed");
    }
    String tree = SampleRepository.at(worktree).treeHash("HEAD");
    repository.git("worktree", "remove", "--force", worktree.toString());
    return tree;
  }
}
