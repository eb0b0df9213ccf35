package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multimaps;
import dev.aidp.analysis.AnalysisReport.FoundCheck;
import dev.aidp.analysis.AnalysisReport.Tests;
import dev.aidp.analysis.Risk;
import dev.aidp.analysis.Risk.Kind;
import dev.aidp.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What in a tree agents, checks or people stumble over. Pure. */
record Risks(List<TreeEntry> tree, Contents contents, ProjectFiles project) {

  /** Above it, forges warn, diffs are useless and an agent cannot read it. */
  private static final long HUGE = 5L << 20;

  /** A picture or an icon is nobody's trouble. */
  private static final long LARGE_BINARY = 100L << 10;

  private static final int LONGEST_PATH = 200;

  private static final Pattern SETTINGS = Pattern.compile("\\.env(?:\\..+)?|\\.envrc|\\.npmrc");

  /** What shows others how to write theirs. */
  private static final Pattern EXAMPLE =
      Pattern.compile(".*\\.(?:example|sample|template|dist|defaults?)");

  private static final Pattern INSTALLED =
      Pattern.compile("(?:^|.*/)(?:node_modules|\\.venv|venv|__pycache__)/.*|.*\\.(?:class|pyc)");

  /** What declares dependencies, and what would say which versions. */
  private static final ImmutableMap<String, List<String>> LOCKS =
      ImmutableMap.of(
          "package.json",
              List.of(
                  "package-lock.json",
                  "npm-shrinkwrap.json",
                  "pnpm-lock.yaml",
                  "yarn.lock",
                  "bun.lock",
                  "bun.lockb"),
          "Gemfile", List.of("Gemfile.lock"),
          "composer.json", List.of("composer.lock"),
          "Pipfile", List.of("Pipfile.lock"));

  /** Returns them, the worst first. */
  ImmutableList<Risk> of(Tests tests, List<FoundCheck> checks) {
    ImmutableListMultimap.Builder<Kind, String> found = ImmutableListMultimap.builder();
    found.putAll(Kind.SECRET, holding(Content::secret));
    found.putAll(Kind.CONFLICT_MARKERS, holding(Content::conflict));
    found.putAll(Kind.SETTINGS_FILE, paths(Risks::settings));
    found.putAll(Kind.MISSING_LOCK, missingLocks());
    found.putAll(Kind.INSTALLED, paths(each -> INSTALLED.matcher(each.path()).matches()));
    found.putAll(Kind.CASE_CLASH, caseClashes());
    found.putAll(Kind.HUGE_FILE, paths(each -> each.file() && each.size() > HUGE));
    found.putAll(Kind.BINARY, paths(this::largeBinary));
    found.putAll(Kind.SUBMODULE, paths(TreeEntry::submodule));
    found.putAll(Kind.LFS, holding(Content::elsewhere));
    if (checks.isEmpty()) {
      found.put(Kind.NO_CHECKS, "");
    }
    if (tests.files() == 0) {
      found.put(Kind.NO_TESTS, "");
    }
    ImmutableListMultimap<Kind, String> all = found.build();
    return Stream.of(Kind.values())
        .filter(all::containsKey)
        .map(kind -> risk(kind, all.get(kind)))
        .collect(ImmutableList.toImmutableList());
  }

  private static Risk risk(Kind kind, List<String> paths) {
    List<String> named = paths.stream().filter(path -> !path.isEmpty()).toList();
    return new Risk(
        kind,
        words(kind),
        paths.size(),
        named.stream().limit(Risk.MOST_PATHS).map(Risks::shown).toList());
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case SECRET -> "Something in it looks like a key or a token. Withdraw it, and remove it.";
      case CONFLICT_MARKERS -> "It has the markers of a conflict that nobody has settled.";
      case SETTINGS_FILE -> "Files of this name usually hold secrets. Ignore it, if so.";
      case NO_CHECKS -> "No check is found. Name one: checks, in .aidp/aidp.yml.";
      case NO_TESTS -> "No file is a test by its name or folder.";
      case MISSING_LOCK -> "It declares dependencies, and no lock file says which versions.";
      case INSTALLED -> "A tool installs or builds this. Ignore it.";
      case CASE_CLASH -> "It is one path with another one where file names know no case.";
      case HUGE_FILE -> "It is larger than 5 MiB. Keep it elsewhere, or with Git LFS.";
      case BINARY -> "It is binary and larger than 100 KiB: two changes cannot be merged.";
      case SUBMODULE -> "It is a submodule: working copies have it filled from your own copy.";
      case LFS -> "Git LFS keeps it: fetch it where checks need it (git lfs pull).";
    };
  }

  private List<String> paths(Predicate<TreeEntry> wanted) {
    return tree.stream().filter(wanted).map(TreeEntry::path).toList();
  }

  private List<String> holding(Predicate<Content> wanted) {
    return paths(each -> each.file() && contents.of(each).filter(wanted).isPresent());
  }

  private boolean largeBinary(TreeEntry entry) {
    return entry.file()
        && entry.size() > LARGE_BINARY
        && entry.size() <= HUGE
        && contents.of(entry).map(Content::binary).orElse(false);
  }

  private static boolean settings(TreeEntry entry) {
    return entry.file()
        && SETTINGS.matcher(entry.name()).matches()
        && !EXAMPLE.matcher(entry.name()).matches();
  }

  private List<String> missingLocks() {
    return LOCKS.entrySet().stream()
        .filter(each -> project.has(each.getKey()))
        .filter(each -> declares(each.getKey()))
        .filter(each -> each.getValue().stream().noneMatch(project::has))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private boolean declares(String file) {
    return !file.equals("package.json")
        || project.says(file, "ependencies\"")
        || project.says(file, "\"workspaces\"");
  }

  private List<String> caseClashes() {
    return Multimaps.index(tree, entry -> entry.path().toLowerCase(Locale.ROOT))
        .asMap()
        .values()
        .stream()
        .filter(same -> same.size() > 1)
        .flatMap(same -> same.stream().map(TreeEntry::path))
        .toList();
  }

  /** Returns a path as it is told: one line, not too long. */
  static String shown(String path) {
    return Excerpt.start(path.replaceAll("\\p{Cntrl}", "?"), LONGEST_PATH);
  }
}
