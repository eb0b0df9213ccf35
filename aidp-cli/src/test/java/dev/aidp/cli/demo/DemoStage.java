package dev.aidp.cli.demo;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.run.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plays the demo without Aidp: worktrees, merges, and the scripts by hand. */
final class DemoStage {

  /** What a command said, and how it ended. */
  record Said(int exit, String output) {}

  private final DemoProject project;
  private final Path scratch;

  DemoStage(DemoProject project, Path scratch) {
    this.project = project;
    this.scratch = scratch;
  }

  /** Makes the worktree of {@code unit} from {@code main} with the branches of others merged in. */
  Path worktree(String unit, List<String> needs) {
    Path worktree = scratch.resolve("worktrees").resolve(unit);
    Git.at(project.folder()).done("worktree", "add", "-q", "-b", unit, worktree.toString(), "main");
    needs.forEach(need -> merge(worktree, need));
    return worktree;
  }

  GitResult merge(Path worktree, String branch) {
    return named(worktree).run("merge", "--no-ff", "-m", "Merge " + branch, branch);
  }

  /** Plays a role and returns what the agent said. */
  Said play(String role, String unit, int iteration, Path worktree, String prompt)
      throws IOException, InterruptedException {
    Path artifacts = scratch.resolve("artifacts").resolve(unit);
    Files.createDirectories(artifacts.resolve("out"));
    Path columns = scratch.resolve("artifacts/fields/out/columns");
    if (Files.exists(columns) && !Files.exists(artifacts.resolve("in"))) {
      Files.createDirectories(artifacts.resolve("in/fields"));
      Files.copy(columns, artifacts.resolve("in/fields/columns"));
    }
    ProcessBuilder agent = command(project.agentCommand(), worktree);
    agent.environment().put("AIDP_ROLE", role);
    agent.environment().put("AIDP_UNIT_ID", unit);
    agent.environment().put("AIDP_ITERATION", String.valueOf(iteration));
    agent.environment().put("AIDP_ARTIFACTS", artifacts.toString());
    agent.environment().put("DEMO_PAUSE", "0");
    return said(agent, prompt);
  }

  Said check(Check check, Path worktree) throws IOException, InterruptedException {
    return said(command(check.command(), worktree), "");
  }

  void commit(Path worktree, String message) {
    named(worktree).done("add", "--all");
    named(worktree).done("commit", "-q", "-m", message);
  }

  private ProcessBuilder command(String command, Path worktree) {
    return new ProcessBuilder("sh", "-c", command)
        .directory(worktree.toFile())
        .redirectErrorStream(true);
  }

  private static Said said(ProcessBuilder builder, String input)
      throws IOException, InterruptedException {
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), output);
  }

  private static Git named(Path worktree) {
    return Git.at(worktree)
        .with("GIT_AUTHOR_NAME", "t")
        .with("GIT_AUTHOR_EMAIL", "t@localhost")
        .with("GIT_COMMITTER_NAME", "t")
        .with("GIT_COMMITTER_EMAIL", "t@localhost");
  }
}
