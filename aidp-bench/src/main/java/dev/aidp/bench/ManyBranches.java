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
import java.util.List;

/**
 * So many branches, each of which changes a file of its own, one of 1,000; every so-manieth a
 * shared one.
 */
public record ManyBranches(int count, int sharing) {

  private static final int FILES = 1_000;
  private static final int FILES_IN_FOLDER = 20;

  String text() {
    return sharing == 0 ? "apart" : "every " + sharing + "th shares a file";
  }

  private boolean shares(int branch) {
    return sharing > 0 && branch % sharing == 0;
  }

  /** Joins them all, in the object store; returns the tree that they come to. */
  public String joined(SampleRepository repository) {
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
    if (joined.units().size() != count) {
      throw new IllegalStateException("Only " + joined.units().size() + " joined");
    }
    return joined.state().tree();
  }

  /** Returns a new repository in {@code folder} that has them. */
  public SampleRepository repository(Path folder) throws IOException, InterruptedException {
    SampleRepository repository = SampleRepository.in(folder);
    for (int file = 0; file < FILES; file++) {
      repository.write(path(file), "file " + file + "\n");
    }
    repository.write("shared.txt", shared(-1));
    repository.commitAll("Files");
    Path stream = folder.resolveSibling("branches");
    Files.writeString(stream, stream(repository.commit("main")));
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

  private String stream(String base) {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < count; i++) {
      stream.append("commit refs/heads/work-").append(i);
      stream.append("\ncommitter A Person <person@example.org> 1700000000 +0000\ndata 4\nwork\n");
      stream.append("from ").append(base).append('\n');
      file(stream, path(i % FILES), "work of branch " + i + "\n");
      file(stream, "new/file" + i + ".txt", "new in branch " + i + "\n");
      if (shares(i)) {
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
