package dev.aidp.workflows.merge;

import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tuning;
import dev.aidp.workflows.plan.UnitGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A repository in which branches with known faults are planted. */
record GeneratedBranches(Git git, Layout layout, String base, String plan) {

  /** The units that there may be; none has a check of its own. */
  private static final String PLAN =
      "feature: f\nunits: ["
          + IntStream.range(0, 8)
              .mapToObj(i -> "{id: u%d, task: T}".formatted(i))
              .collect(Collectors.joining(", "))
          + "]\n";

  static GeneratedBranches in(Path folder) {
    try {
      Path top = Files.createDirectories(folder.resolve("repository")).toRealPath();
      Git at = Git.at(top);
      at.done("init", "-q", "-b", "main");
      Git git = author(Git.in(top.resolve(".git")));
      String blob = git.reading("start\n").text("hash-object", "-w", "--stdin");
      String tree = git.reading("100644 blob " + blob + "\tstart\n").text("mktree");
      String base = git.reading("start\n").text("commit-tree", tree);
      git.done("update-ref", "refs/heads/main", base);
      Layout layout = Layout.of(top);
      layout.prepare();
      return new GeneratedBranches(
          git,
          layout,
          base,
          new ContentStore(layout.artifacts(), Secrets.ofThisProcess()).put(PLAN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Git author(Git git) {
    Git with = git;
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      with =
          with.with("GIT_" + who + "_NAME", "t")
              .with("GIT_" + who + "_EMAIL", "t@t")
              .with("GIT_" + who + "_DATE", "@1700000000 +0000");
    }
    return with;
  }

  /** Units of one run, each with a file of its own, and what was planted among them. */
  record Case(
      GeneratedBranches at,
      String run,
      MergeWork request,
      List<Set<String>> red,
      List<Set<String>> clashes) {

    /** The rule itself: one unit after the other. */
    List<String> oneByOne(Set<String> out) {
      List<String> finished = request.finished().stream().map(JoinRequest.UnitHead::unit).toList();
      MergeOrder order = new MergeOrder(UnitGraph.of(request.graph()), finished);
      List<String> in = new ArrayList<>();
      Optional<String> next = order.next(in, out, 1).stream().findFirst();
      while (next.isPresent()) {
        String unit = next.get();
        Set<String> with = new LinkedHashSet<>(in);
        with.add(unit);
        boolean clash =
            clashes.stream().anyMatch(pair -> pair.contains(unit) && with.containsAll(pair));
        if (clash || red.stream().anyMatch(with::containsAll)) {
          out.add(unit);
        } else {
          in.add(unit);
        }
        next = order.next(in, out, 1).stream().findFirst();
      }
      order.stranded(in, out).forEach(left -> out.add(left.unit()));
      return in;
    }

    /** Returns the tree that git makes of the units, merged one after the other. */
    String serial(List<String> units) {
      String onto = at.base;
      for (String unit : units) {
        String tip =
            request.finished().stream()
                .filter(each -> each.unit().equals(unit))
                .findFirst()
                .orElseThrow()
                .commit();
        String tree = at.git.text("merge-tree", "--write-tree", onto, tip);
        onto = at.git.reading("m\n").text("commit-tree", tree, "-p", onto, "-p", tip);
      }
      return tree(onto);
    }

    String tree(String commit) {
      return at.git.text("rev-parse", commit + "^{tree}");
    }
  }

  /** Plants units: some red with others, some that conflict, some that need another. */
  Case plant(String run, Random random) {
    int count = 2 + random.nextInt(6);
    List<String> units = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      units.add("u" + i);
    }
    List<Set<String>> red = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      plantRed(red, sample(units, 1 + random.nextInt(3), random));
    }
    Set<String> pair = sample(units, 2, random);
    List<Set<String>> clashes =
        random.nextInt(3) == 0 && pair.size() == 2 ? List.of(pair) : List.of();
    List<PlanNode> nodes = new ArrayList<>();
    Map<String, String> tips = new LinkedHashMap<>();
    for (String unit : units) {
      String need = random.nextInt(4) == 0 ? units.get(random.nextInt(units.size())) : unit;
      boolean free =
          tips.containsKey(need) && involved(red, clashes).stream().noneMatch(need::equals);
      nodes.add(free ? PlanNode.of(unit, need) : PlanNode.of(unit));
      tips.put(unit, commit(unit, free ? tips.get(need) : base, clashes));
    }
    return new Case(this, run, request(run, nodes, tips, red, random), red, clashes);
  }

  /** A set that holds another one, or is held by it, would not be the smallest. */
  private static void plantRed(List<Set<String>> red, Set<String> set) {
    if (red.stream().noneMatch(other -> other.containsAll(set) || set.containsAll(other))) {
      red.add(set);
    }
  }

  private static Set<String> involved(List<Set<String>> red, List<Set<String>> clashes) {
    Set<String> all = new LinkedHashSet<>();
    red.forEach(all::addAll);
    clashes.forEach(all::addAll);
    return all;
  }

  private static Set<String> sample(List<String> units, int size, Random random) {
    Set<String> set = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      set.add(units.get(random.nextInt(units.size())));
    }
    return set;
  }

  private String commit(String unit, String parent, List<Set<String>> clashes) {
    StringBuilder tree = new StringBuilder(git.done("ls-tree", parent).text());
    add(tree, unit + ".txt", "work of " + unit + "\n");
    if (clashes.stream().anyMatch(pair -> pair.contains(unit))) {
      add(tree, "both.txt", unit + "\n");
    }
    String made = git.reading(tree.toString()).text("mktree");
    return git.reading(unit + "\n").text("commit-tree", made, "-p", parent);
  }

  private void add(StringBuilder tree, String path, String text) {
    String blob = git.reading(text).text("hash-object", "-w", "--stdin");
    tree.append("100644 blob ").append(blob).append('\t').append(path).append('\n');
  }

  private MergeWork request(
      String run,
      List<PlanNode> nodes,
      Map<String, String> tips,
      List<Set<String>> red,
      Random random) {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("start", "test -e start"));
    for (Set<String> set : red) {
      String together =
          String.join(" && ", set.stream().map(unit -> "test -e " + unit + ".txt").toList());
      checks.add(new Check("apart-" + checks.size(), "! { " + together + "; }"));
    }
    if (random.nextInt(3) == 0) {
      String once = layout.stateDir().resolve("once-" + run).toString();
      checks.add(new Check("nervous", "! mkdir '" + once + "' 2>/dev/null"));
    }
    Limits limits = Limits.defaults().with(new Tuning(1 + random.nextInt(4), null));
    RunSettings settings =
        RunSettings.of(Map.of(), checks, limits)
            .withMerging(Merging.USUAL.withMinSuccess(new MinSuccess(1, false)));
    return new MergeWork(
        run,
        1,
        new PlanGraph(plan, nodes),
        tips.entrySet().stream()
            .map(each -> new JoinRequest.UnitHead(each.getKey(), each.getValue()))
            .toList(),
        settings,
        new MergeWork.Into(base, "aidp/" + run, null, false),
        null,
        MergeWork.Known.NOTHING);
  }
}
