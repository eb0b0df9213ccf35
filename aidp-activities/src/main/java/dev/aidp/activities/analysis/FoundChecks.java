package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableList;
import dev.aidp.analysis.AnalysisReport.FoundCheck;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a project is built with and tested by, as its files say. Pure. */
public final class FoundChecks {

  private static final ImmutableList<String> PYTHON =
      ImmutableList.of("pyproject.toml", "requirements.txt", "uv.lock", "poetry.lock");

  private FoundChecks() {}

  /** Returns what it is built with; of those that do the same the first that is known. */
  public static ImmutableList<Ecosystem> tools(ProjectFiles files) {
    Set<String> meant = new LinkedHashSet<>();
    return Ecosystem.ALL.stream()
        .filter(tool -> files.has(tool.sign()))
        .filter(tool -> meant.add(tool.purpose()))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the commands that test it, each once. */
  public static ImmutableList<FoundCheck> in(ProjectFiles files) {
    Map<String, FoundCheck> found = new LinkedHashMap<>();
    if (files.says("Makefile", "\ntest:") || files.says("Makefile", "test:")) {
      found.put("make test", new FoundCheck("Makefile", "make test"));
    }
    tools(files).stream()
        .filter(tool -> tests(tool, files))
        .forEach(
            tool -> found.putIfAbsent(tool.check(), new FoundCheck(tool.sign(), tool.check())));
    return ImmutableList.copyOf(found.values());
  }

  private static boolean tests(Ecosystem tool, ProjectFiles files) {
    return switch (tool.installed()) {
      case "node_modules" -> files.says("package.json", "\"test\"");
      case ".venv" -> PYTHON.stream().anyMatch(file -> files.says(file, "pytest"));
      default -> !tool.check().isEmpty();
    };
  }

  /** Returns the names of the files that {@link #in} reads. */
  static List<String> read() {
    return ImmutableList.<String>builder().addAll(PYTHON).add("Makefile", "package.json").build();
  }
}
