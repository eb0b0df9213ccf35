package dev.aidp.cli.init;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.analysis.Ecosystem;
import dev.aidp.activities.analysis.FoundChecks;
import dev.aidp.activities.layout.Layout;
import dev.aidp.analysis.AnalysisReport.FoundCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings file that fits a repository.
 *
 * @param text the file, with a comment for each setting
 * @param found what it was made from, in a few words each
 */
public record Proposal(String text, List<String> found) {

  private static final ImmutableSet<String> SETTINGS_FILES = ImmutableSet.of(".env", ".envrc");

  /** Copies the list. */
  public Proposal {
    found = ImmutableList.copyOf(found);
  }

  /** Returns the one for the repository of {@code layout}; programs are looked for on the PATH. */
  public static Proposal of(Layout layout, Map<String, String> environment) {
    return new Writing(new Survey(layout, environment)).proposal();
  }

  /** Returns the commands that test the repository of {@code layout}, as far as that is seen. */
  public static ImmutableList<String> checks(Layout layout, Map<String, String> environment) {
    return FoundChecks.in(new Survey(layout, environment)).stream()
        .map(FoundCheck::command)
        .collect(ImmutableList.toImmutableList());
  }

  /** How it is made: used once. */
  private static final class Writing {

    private final Survey survey;
    private final List<Ecosystem> tools;
    private final List<String> lines = new ArrayList<>();
    private final List<String> found = new ArrayList<>();
    private final List<String> ignored;

    Writing(Survey survey) {
      this.survey = survey;
      this.ignored = survey.ignored();
      this.tools = FoundChecks.tools(survey);
    }

    Proposal proposal() {
      tools.forEach(tool -> found.add(tool.sign()));
      say(
          "# Settings of aidp for this repository, proposed by `aidp init`. Every key: docs/configuration.md");
      agents();
      checks();
      worktree();
      notes();
      return new Proposal(String.join("\n", lines) + "\n", found);
    }

    private void agents() {
      List<String> agents = survey.agents();
      say("");
      say("# Who does the work: the first one, and the next where that cannot go on.");
      if (agents.isEmpty()) {
        say("# No agent that aidp knows is installed.");
        say("# agent:");
        say("#   chain: [claude, codex]");
      } else {
        found.add("agents: " + String.join(", ", agents));
        say("agent:");
        say("  chain: [%s]".formatted(String.join(", ", agents)));
      }
    }

    private void checks() {
      List<String> commands = FoundChecks.in(survey).stream().map(FoundCheck::command).toList();
      say("");
      say(
          "# What must exit 0 on every unit's tree and on the merged one. One that needs a fixed port or another thing of");
      say(
          "# which the machine has one only: {command: ..., exclusive: true}; better, use the ports from $AIDP_PORT_BASE.");
      say(
          "# A slow one: {command: ..., phase: on_completion}; one that only warns: {command: ..., required: false}; docs/checks.md");
      String off = commands.isEmpty() ? "# " : "";
      say(off + "checks:");
      int number = 0;
      for (String command : commands.isEmpty() ? List.of("make test") : commands) {
        say(
            "%s  tests%s: %s"
                .formatted(off, number == 0 ? "" : "-" + (number + 1), quoted(command)));
        number++;
      }
    }

    private void worktree() {
      int before = lines.size();
      setup();
      copy();
      link();
      caches();
      if (lines.size() > before) {
        boolean all =
            lines.subList(before, lines.size()).stream().allMatch(l -> l.startsWith("  #"));
        lines.add(before, (all ? "# " : "") + "worktree:");
        lines.add(
            before,
            "# Agents and checks work in copies of this repository, which hold what git knows; this brings the rest.");
        lines.add(before, "");
      }
    }

    private void setup() {
      List<Ecosystem> installing = tools.stream().filter(t -> !t.setup().isEmpty()).toList();
      if (!installing.isEmpty()) {
        say("  # Run once in every copy, and again when one of these files changes.");
        say(
            "  setup: "
                + quoted(joined(installing.stream().map(Ecosystem::setup).toList(), " && ")));
        say(
            "  setup_inputs: "
                + list(
                    installing.stream()
                        .flatMap(t -> t.inputs().stream())
                        .filter(survey::has)
                        .toList()));
      }
    }

    private void copy() {
      List<String> files = ignored.stream().filter(path -> isSettings(name(path))).toList();
      if (!files.isEmpty()) {
        found.add("ignored: " + String.join(", ", files));
        say(
            "  # Ignored files that every copy gets a copy of. What is in them is seen by agents: leave out what they must not know.");
        say("  copy: " + list(files));
      }
    }

    /** Installed folders are linked only where nothing says how they are made. */
    private void link() {
      List<String> folders =
          ignored.stream().filter(p -> Set.of("node_modules", ".venv").contains(name(p))).toList();
      if (folders.isEmpty()) {
        return;
      }
      found.add("ignored: " + String.join(", ", folders));
      boolean made =
          folders.stream()
              .allMatch(f -> tools.stream().anyMatch(t -> t.installed().equals(name(f))));
      say(
          made
              ? "  # Quicker than setup, but shared: whoever installs something changes it for all, and for you."
              : "  # A link to yours: all share them, and who installs something changes it for you, too.");
      say("  %slink: %s".formatted(made ? "# " : "", list(folders)));
    }

    private void caches() {
      List<String> caches = tools.stream().flatMap(t -> t.caches().stream()).distinct().toList();
      if (!caches.isEmpty()) {
        say(
            "  # May stay in a clean checkout from tree to tree: these tools see for themselves what is stale.");
        say("  caches: " + list(caches));
      } else if (survey.has("pom.xml")) {
        say(
            "  # Maven leaves classes whose sources are gone in target: keep it only where checks begin with clean.");
        say("  # caches: ['**/target']");
      }
    }

    private void notes() {
      List<String> submodules = survey.submodules();
      if (!submodules.isEmpty()) {
        found.add("submodules: " + String.join(", ", submodules));
        say("");
        say(
            "# Submodules (%s): every copy has them filled from yours."
                .formatted(String.join(", ", submodules)));
        List<String> empty = submodules.stream().filter(each -> !survey.filled(each)).toList();
        if (!empty.isEmpty()) {
          say(
              "# Not filled here yet: %s. Run: git submodule update --init --recursive"
                  .formatted(String.join(", ", empty)));
        }
      }
      if (survey.says(".gitattributes", "filter=lfs")) {
        found.add("LFS");
        say("");
        say(
            "# Git LFS: copies take the files from your own LFS storage. Fetch what checks need first: git lfs pull");
      }
      if (survey.sparse()) {
        found.add("sparse checkout");
        say("");
        say(
            "# Your checkout is sparse; copies hold the whole tree unless worktree.sparse is true.");
      }
    }

    private void say(String line) {
      lines.add(line);
    }
  }

  private static boolean isSettings(String name) {
    return SETTINGS_FILES.contains(name) || name.startsWith(".env.");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String joined(List<String> words, String separator) {
    return words.stream().collect(Collectors.joining(separator));
  }

  private static String list(List<String> words) {
    return words.stream()
        .distinct()
        .map(Proposal::pattern)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** What a glob would read as more than itself is set in brackets. */
  private static String pattern(String path) {
    return quoted(path.replaceAll("[*?\\[]", "[$0]"));
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z./][A-Za-z0-9 ._/=-]*")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}
