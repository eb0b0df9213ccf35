package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, without what may differ from run to run: no times, no commits, no paths of
 * the machine.
 *
 * @param state the run's
 * @param exitCode the run's
 * @param error the run's, or null
 * @param units each unit in one line
 * @param unitErrors why units failed or were skipped
 * @param merge the merge
 * @param tree the result's tree
 * @param calls how often the agents were asked for each turn
 */
public record NormalisedResult(
    String state,
    int exitCode,
    @Nullable String error,
    List<String> units,
    List<String> unitErrors,
    Merge merge,
    Tree tree,
    Map<String, Integer> calls) {

  /**
   * How a merge went.
   *
   * @param lines the merge, line by line
   * @param gateRuns how often the checks ran on a merged tree
   */
  public record Merge(List<String> lines, int gateRuns) {

    private static final Merge NONE = new Merge(ImmutableList.of(), 0);

    /** Copies the lines. */
    public Merge {
      lines = ImmutableList.copyOf(lines);
    }
  }

  /**
   * The tree of a result.
   *
   * @param changes what it changes of {@code main}, by mode and content, or null; of a submodule
   *     only that it was changed: its commits have dates
   * @param files what it holds besides the repository's first commit
   */
  public record Tree(@Nullable String changes, Map<String, String> files) {

    private static final Tree NONE = new Tree(null, Map.of());

    /** Sorts the files. */
    public Tree {
      files = ImmutableSortedMap.copyOf(files);
    }
  }

  /** Copies the collections. */
  public NormalisedResult {
    units = ImmutableList.copyOf(units);
    unitErrors = ImmutableList.copyOf(unitErrors);
    calls = ImmutableSortedMap.copyOf(calls);
  }

  /** Returns what is left of {@code view} and its surroundings. */
  public static NormalisedResult of(
      RunView view, SampleRepository repository, ScriptedAgent agent) {
    demand(view);
    MergeReport merge = view.merge();
    return new NormalisedResult(
        view.state().wireName(),
        view.exitCode(),
        view.error() == null ? null : plain(view.error().message(), view, repository),
        view.units().stream().map(NormalisedResult::line).toList(),
        view.units().stream()
            .filter(unit -> unit.error() != null)
            .map(
                unit ->
                    "%s: %s (of %s attempts)"
                        .formatted(
                            unit.id(),
                            plain(unit.error().message(), view, repository),
                            unit.tries().maxAttempts()))
            .toList(),
        merge == null ? Merge.NONE : new Merge(lines(merge, view, repository), merge.gateRuns()),
        view.commit() == null
            ? Tree.NONE
            : new Tree(changes(repository, view.commit()), added(repository, view.commit())),
        agent.counts());
  }

  /** What holds of every result. */
  private static void demand(RunView view) {
    for (RunView.UnitView unit : view.units()) {
      boolean none = unit.times().startedAt() == null && unit.times().finishedAt() == null;
      boolean both = unit.times().startedAt() != null && unit.times().finishedAt() != null;
      boolean worked = unit.state() != UnitState.SKIPPED && unit.tries().attempts() > 0;
      if (worked ? !both : !none) {
        throw new AssertionError((worked ? "It was started: " : "It was never started: ") + unit);
      }
    }
    if ((view.merge() == null) != view.kind().equals("loop")) {
      throw new AssertionError("The merge of a " + view.kind() + ": " + view.merge());
    }
  }

  /** Returns what a person would call the result, without errors' texts and gate runs. */
  public String summary() {
    List<String> lines = new ArrayList<>();
    lines.add(state + ", exit " + exitCode);
    lines.addAll(units);
    if (tree.changes != null) {
      lines.addAll(merge.lines);
    }
    tree.files.forEach((path, text) -> lines.add(path + ": " + text.strip().replace("\n", " | ")));
    calls.forEach((key, count) -> lines.add(key + (count == 1 ? "" : " x" + count)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(RunView.UnitView unit) {
    String line =
        "%s %s, attempt %d, iteration %d"
            .formatted(
                unit.id(),
                unit.state().wireName(),
                unit.tries().attempts(),
                unit.tries().iterations());
    return unit.remarks().warnings().isEmpty()
        ? line
        : line + ", warnings " + unit.remarks().warnings().size();
  }

  private static List<String> lines(MergeReport merge, RunView view, SampleRepository repository) {
    List<String> lines = new ArrayList<>();
    lines.add("joined: " + String.join(", ", merge.order()));
    if (view.commit() != null && merge.strategy() != Strategy.MERGE) {
      String range = view.result().base() + ".." + view.commit();
      lines.add(
          "%s: %s commits, %s with two parents"
              .formatted(
                  merge.strategy().wireName(),
                  repository.git("rev-list", "--count", range),
                  repository.git("rev-list", "--count", "--merges", range)));
    }
    merge
        .conflicts()
        .forEach(
            c ->
                lines.add(
                    "conflict of %s in %s: %s"
                        .formatted(
                            String.join(", ", c.units()),
                            String.join(", ", c.files()),
                            c.resolvedBy().wireName())));
    merge
        .leftOut()
        .forEach(
            l ->
                lines.add(
                    "left out: %s, %s with %s%s"
                        .formatted(
                            l.unit(),
                            l.reason().wireName(),
                            String.join(", ", l.with()),
                            l.files().isEmpty() ? "" : " in " + String.join(", ", l.files()))));
    merge
        .flaky()
        .forEach(
            f ->
                lines.add(
                    "flaky: %s with %s"
                        .formatted(String.join(", ", f.checks()), String.join(", ", f.units()))));
    return lines;
  }

  private static String changes(SampleRepository repository, String commit) {
    return repository
        .git("diff-tree", "-r", "--no-renames", "--no-abbrev", "main", commit)
        .replaceAll("(?m)^:\\d+ 160000 \\w+ \\w+", "submodule");
  }

  private static Map<String, String> added(SampleRepository repository, String commit) {
    Map<String, String> base = repository.files("main");
    Map<String, String> files = new java.util.TreeMap<>(repository.files(commit));
    files.entrySet().removeAll(base.entrySet());
    return files;
  }

  private static String plain(String message, RunView view, SampleRepository repository) {
    return message
        .replace(repository.top().toString(), "TOP")
        .replace(view.id(), "RUN")
        .replaceAll("'[^']*/agent\\.sh'", "AGENT")
        .replaceAll("[0-9a-f]{40}", "COMMIT");
  }
}
