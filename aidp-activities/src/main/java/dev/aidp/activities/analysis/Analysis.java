package dev.aidp.activities.analysis;

import com.google.common.collect.ImmutableList;
import dev.aidp.analysis.AnalysisReport;
import dev.aidp.analysis.AnalysisReport.FoundCheck;
import dev.aidp.analysis.AnalysisReport.Language;
import dev.aidp.analysis.AnalysisReport.Size;
import dev.aidp.analysis.AnalysisReport.Tests;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report on a tree, of its entries and what was read of them. Pure. */
record Analysis(String commit, List<TreeEntry> tree, Contents contents, ProjectFiles project) {

  private static final int MOST_FOLDERS = 10;

  private static final Comparator<Language> MOST_LINES =
      Comparator.comparingLong(Language::lines)
          .thenComparingLong(Language::bytes)
          .reversed()
          .thenComparing(Language::name);

  AnalysisReport report() {
    List<TreeEntry> files = tree.stream().filter(TreeEntry::file).toList();
    Tests tests = tests(files);
    List<FoundCheck> checks = FoundChecks.in(project);
    return new AnalysisReport(
        commit,
        size(files),
        languages(files),
        tests,
        checks,
        new Risks(tree, contents, project).of(tests, checks));
  }

  private Size size(List<TreeEntry> files) {
    return new Size(
        files.size(),
        files.stream().mapToLong(TreeEntry::size).sum(),
        files.stream().mapToLong(this::lines).sum(),
        (int) files.stream().filter(file -> contents.of(file).isEmpty()).count());
  }

  private long lines(TreeEntry file) {
    return contents.of(file).map(Content::lines).orElse(0L);
  }

  private ImmutableList<Language> languages(List<TreeEntry> files) {
    Map<String, Language> all = new TreeMap<>();
    for (TreeEntry file : files) {
      Optional<String> name = Languages.of(file.path());
      if (name.isPresent() && contents.of(file).filter(Content::binary).isEmpty()) {
        all.merge(
            name.get(),
            new Language(name.get(), 1, lines(file), file.size()),
            (one, other) -> joined(one.name(), one, other));
      }
    }
    List<Language> sorted = all.values().stream().sorted(MOST_LINES).toList();
    if (sorted.size() <= AnalysisReport.MOST_LANGUAGES) {
      return ImmutableList.copyOf(sorted);
    }
    int kept = AnalysisReport.MOST_LANGUAGES - 1;
    Language rest =
        sorted.stream()
            .skip(kept)
            .reduce(new Language("other", 0, 0, 0), (one, other) -> joined("other", one, other));
    return ImmutableList.<Language>builder().addAll(sorted.subList(0, kept)).add(rest).build();
  }

  private static Language joined(String name, Language one, Language other) {
    return new Language(
        name,
        one.files() + other.files(),
        one.lines() + other.lines(),
        one.bytes() + other.bytes());
  }

  private static Tests tests(List<TreeEntry> files) {
    List<TreeEntry> tests = files.stream().filter(file -> Languages.test(file.path())).toList();
    Map<String, Long> folders =
        tests.stream()
            .collect(Collectors.groupingBy(TreeEntry::folder, TreeMap::new, Collectors.counting()));
    return new Tests(
        tests.size(),
        folders.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_FOLDERS)
            .map(each -> each.getKey().isEmpty() ? "." : Risks.shown(each.getKey()))
            .toList());
  }
}
