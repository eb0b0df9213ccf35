package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.cli.demo.DemoProject;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.progress.Merges;
import dev.aidp.cli.show.Reds;
import dev.aidp.cli.show.RunText;
import dev.aidp.cli.show.TimeLine;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Count;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the demo shows when it has ended: what was red and why, the merge, the branch, the time
 * line, what to try.
 */
final class DemoReport implements Consumer<RunView> {

  private final DemoCommand demo;
  private final DemoProject project;
  private final RunHandle run;

  DemoReport(DemoCommand demo, DemoProject project, RunHandle run) {
    this.demo = demo;
    this.project = project;
    this.run = run;
  }

  @Override
  public void accept(RunView view) {
    section(
        "Not green at once: the agent was told why, and tried again", Reds.lines(run.history()));
    MergeReport merge = view.merge();
    if (merge != null) {
      section("The merge", merge(merge));
    }
    if (view.branch() != null) {
      section("The result: " + view.branch() + ", green as a whole", branch(view.branch()));
    }
    if (view.state() != RunState.COMPLETED) {
      section("How it ended", RunText.lines(view, demo.shell.clock().instant()));
    }
    section("The time line", TimeLine.lines(view));
    section("Try next", next(view));
  }

  private static List<String> merge(MergeReport merge) {
    var lines = new java.util.ArrayList<String>();
    lines.add(
        "  joined: "
            + String.join(" → ", merge.order())
            + ", checked "
            + Count.of(merge.gateRuns(), "time"));
    merge.conflicts().forEach(conflict -> lines.add("  " + Merges.conflict(conflict)));
    merge.leftOut().forEach(left -> lines.add("  " + Merges.leftOut(left)));
    return lines;
  }

  private List<String> branch(String branch) {
    return Git.at(project.folder())
        .text("log", "--oneline", "--first-parent", "--decorate=no", branch)
        .lines()
        .map(line -> "  " + line)
        .toList();
  }

  private List<String> next(RunView view) {
    String folder = Texts.word(demo.folder.toString());
    String at = " -C " + folder;
    return List.of(
        "  aidp status " + view.id() + at,
        "  aidp history " + view.id() + at,
        "  aidp logs " + view.id() + " " + DemoProject.RED_AT_FIRST + at,
        "  git -C " + folder + " diff --stat HEAD aidp/" + view.id(),
        "  aidp demo          again, and kill it half way (kill -9 works too); then call it once"
            + " more",
        "  aidp feature \"TEXT\" --agent-command CMD --check NAME=CMD          in a repository of"
            + " yours");
  }

  private void section(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      demo.tell("");
      demo.tell(title);
      lines.forEach(demo::tell);
    }
  }
}
