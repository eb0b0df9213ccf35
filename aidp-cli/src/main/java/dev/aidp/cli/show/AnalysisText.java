package dev.aidp.cli.show;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.analysis.AnalysisReport;
import dev.aidp.analysis.AnalysisReport.Language;
import dev.aidp.analysis.AnalyzeWorkflow;
import dev.aidp.analysis.Risk;
import dev.aidp.cli.io.Texts;
import dev.aidp.run.Count;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.WireNames;
import java.util.List;
import java.util.Optional;

/** What was found in a repository, as text. */
public final class AnalysisText {

  /** As a view calls a run of that workflow. */
  private static final String TYPE = WireNames.workflowType(AnalyzeWorkflow.class);

  private AnalysisText() {}

  /** Returns what {@code run} has found, if it was for that and has ended well. */
  public static Optional<AnalysisReport> of(RunHandle run, RunView view) {
    return view.state() == RunState.COMPLETED && view.standing().phase().equals(TYPE)
        ? Optional.of(run.result(AnalysisReport.class).join())
        : Optional.empty();
  }

  /** Returns the lines of {@code report}. */
  public static List<String> lines(AnalysisReport report) {
    AnalysisReport.Size size = report.size();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("Commit " + report.commit());
    lines.add(
        "Size: %s, %s, %s%s"
            .formatted(
                Count.of(size.files(), "file"),
                Stored.bytes(size.bytes()),
                Count.of(size.lines(), "line"),
                size.unread() == 0
                    ? ""
                    : " (without those of %s)"
                        .formatted(Count.of(size.unread(), "file") + " too large to read")));
    lines.add("Languages:" + (report.languages().isEmpty() ? " none that is known" : ""));
    lines.addAll(languages(report.languages()));
    lines.add(
        report.tests().files() == 0
            ? "Tests: none found"
            : "Tests: %s, in %s"
                .formatted(
                    Count.of(report.tests().files(), "file"),
                    Texts.printable(String.join(", ", report.tests().folders()))));
    lines.add("Checks:" + (report.checks().isEmpty() ? " none found" : ""));
    report.checks().forEach(c -> lines.add("  %s  (%s)".formatted(c.command(), c.sign())));
    lines.add("Risks:" + (report.risks().isEmpty() ? " none found" : ""));
    report.risks().forEach(risk -> lines.add(line(risk)));
    return lines.build();
  }

  private static List<String> languages(List<Language> languages) {
    Table table = new Table("LANGUAGE", "FILES", "LINES", "SIZE");
    languages.forEach(l -> table.row(l.name(), l.files(), l.lines(), Stored.bytes(l.bytes())));
    return languages.isEmpty() ? List.of() : table.lines("  ");
  }

  private static String line(Risk risk) {
    int more = risk.count() - risk.paths().size();
    String paths = Texts.printable(String.join(", ", risk.paths()));
    String where =
        risk.paths().isEmpty() ? "" : more > 0 ? paths + " and " + more + " more" : paths;
    return "  %s: %s %s"
        .formatted(risk.kind().wireName().replace('_', ' '), risk.message(), where)
        .stripTrailing();
  }
}
