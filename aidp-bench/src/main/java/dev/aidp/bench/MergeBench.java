package dev.aidp.bench;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.GitActivitiesImpl;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.run.Strategy;
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
 * Joining 100 and 1,000 branches, by aidp in the object store and by plain {@code git merge} in a
 * worktree, side by side on the same branches; both must come to the same tree. Prints a table;
 * {@code AIDP_BENCH_SAMPLES} says how many samples, {@code AIDP_BENCH_BRANCHES} which numbers of
 * branches.
 */
public final class MergeBench {

  private static final int SAMPLES =
      Integer.parseInt(System.getenv().getOrDefault("AIDP_BENCH_SAMPLES", "3"));
  private static final int FILES = 1_000;
  private static final int FILES_IN_FOLDER = 20;
  private static final List<Integer> COUNTS =
      Stream.of(System.getenv().getOrDefault("AIDP_BENCH_BRANCHES", "100,1000").split(","))
          .map(Integer::valueOf)
          .toList();

  /** So many branches, each of which changes a file of its own; every so-manieth a shared one. */
  private record Branches(int count, int sharing) {

    String text() {
      return sharing == 0 ? "apart" : "every " + sharing + "th shares a file";
    }

    boolean shares(int branch) {
      return sharing > 0 && branch % sharing == 0;
    }
  }

  private MergeBench() {}

  /** Measures and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("| branches | | aidp, ms | git merge in a worktree, ms | times |");
    System.out.println("|---|---|---|---|---|");
    for (int count : COUNTS) {
      for (int sharing : new int[] {0, 10}) {
        Path folder = Machine.folder("merge");
        row(folder, new Branches(count, sharing));
        Machine.delete(folder);
      }
    }
    System.out.println();
    System.out.println("Median of " + SAMPLES + " (smallest–largest). On: " + Machine.line());
  }

  private static void row(Path folder, Branches branches) throws IOException, InterruptedException {
    SampleRepository repository = repository(folder.resolve("repository"), branches);
    List<Double> ours = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      String[] trees = new String[2];
      ours.add(millis(() -> trees[0] = joined(repository, branches)));
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

  private static String joined(SampleRepository repository, Branches branches) {
    GitActivitiesImpl git =
        new GitActivitiesImpl(
            Layout.of(repository.top()),
            new Worktrees(Layout.of(repository.top())),
            (plan, unit) -> "",
            work -> {},
            false);
    List<UnitHead> tips =
        repository
            .lines(
                "for-each-ref",
                "--sort=version:refname",
                "--format=%(refname:short) %(objectname)",
                "refs/heads/work-*")
            .stream()
            .map(line -> line.split(" ", 2))
            .map(words -> new UnitHead(words[0], words[1]))
            .toList();
    Work work = new Work("bench", 1, Work.MERGE, 1);
    JoinResult joined =
        git.join(
            new JoinRequest(
                work,
                repository.commit("main"),
                ImmutableList.of(),
                tips,
                ImmutableList.of(),
                Strategy.MERGE));
    if (joined.units().size() != branches.count()) {
      throw new IllegalStateException("Only " + joined.units().size() + " joined");
    }
    return joined.state().tree();
  }

  /** One shell for all of it: what a person would write who has nothing else. */
  private static String merged(Path folder, SampleRepository repository, Branches branches)
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

  private static SampleRepository repository(Path folder, Branches branches)
      throws IOException, InterruptedException {
    SampleRepository repository = SampleRepository.in(folder);
    for (int file = 0; file < FILES; file++) {
      repository.write(path(file), "file " + file + "\n");
    }
    repository.write("shared.txt", shared(-1));
    repository.commitAll("Files");
    Path stream = folder.resolveSibling("branches");
    Files.writeString(stream, stream(repository.commit("main"), branches));
    Process importing =
        new ProcessBuilder("git", "fast-import", "--quiet")
            .directory(folder.toFile())
            .inheritIO()
            .redirectInput(stream.toFile())
            .start();
    if (importing.waitFor() != 0) {
      throw new IllegalStateException("git fast-import failed");
    }
    return repository;
  }

  private static String path(int file) {
    return "src/folder%d/file%d.txt".formatted(file / FILES_IN_FOLDER, file);
  }

  private static String stream(String base, Branches branches) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < branches.count(); i++) {
      stream.append("commit refs/heads/work-").append(i);
      stream.append("\ncommitter A Person <person@example.org> 1700000000 +0000\ndata 4\nwork\n");
      stream.append("from ").append(base).append('\n');
      file(stream, path(i % FILES), "work of branch " + i + "\n");
      file(stream, "new/file" + i + ".txt", "new in branch " + i + "\n");
      if (branches.shares(i)) {
        file(stream, "shared.txt", shared(i));
      }
      stream.append('\n');
    }
    return stream.toString();
  }

  private static void file(StringBuilder stream, String path, String text) {
    stream.append("M 100644 inline ").append(path);
    stream.append("\ndata ").append(text.length()).append('\n').append(text).append('\n');
  }

  /** Each branch has a line of its own, far from the others'. */
  private static String shared(int branch) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < FILES; i++) {
      text.append(i == branch ? "branch " : "line ").append(i).append('\n');
    }
    return text.toString();
  }
}
