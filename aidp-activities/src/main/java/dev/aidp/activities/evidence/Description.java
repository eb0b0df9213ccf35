package dev.aidp.activities.evidence;

import dev.aidp.activities.markdown.Markdown;
import dev.aidp.evidence.CheckRecord;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.MergeFacts;
import dev.aidp.evidence.UnitRecord;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Count;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A merge in words, made of its evidence. What people and agents wrote stands in fences. */
final class Description {

  private final Evidence evidence;
  private final MergeFacts merge;
  private final Map<String, String> texts;
  private final Markdown text = new Markdown();

  private Description(Evidence evidence, MergeFacts merge, Map<String, String> texts) {
    this.evidence = evidence;
    this.merge = merge;
    this.texts = texts;
  }

  /**
   * Returns the description of a merge.
   *
   * @param texts the texts that the evidence names, by their references
   */
  static String of(Evidence evidence, Map<String, String> texts) {
    MergeFacts merge = evidence.merge();
    if (merge == null) {
      throw new IllegalArgumentException("Only a merge has a description.");
    }
    return new Description(evidence, merge, texts).write();
  }

  private String write() {
    Evidence.Subject subject = evidence.subject();
    text.section("What")
        .say(
            "%s at %s: %s joined by %s, from base %s."
                .formatted(
                    Markdown.code(merge.branch()),
                    Markdown.code(subject.commit()),
                    Count.of(evidence.units().size(), "unit"),
                    merge.strategy().wireName(),
                    Markdown.code(subject.base())))
        .say(
            "Run %s, generation %d; tree %s."
                .formatted(
                    Markdown.code(subject.run()),
                    subject.generation(),
                    Markdown.code(subject.tree())));
    if (merge.text() != null) {
      text.section("Why").block("text", text(merge.text()));
    }
    units();
    checks();
    conflicts();
    leftOut();
    cost();
    return text.toString();
  }

  private void units() {
    text.section("Units");
    for (UnitRecord unit : evidence.units()) {
      text.say("")
          .say(
              "%s, %s at %s:"
                  .formatted(Markdown.code(unit.id()), effort(unit), Markdown.code(unit.commit())))
          .say("")
          .block("text", text(unit.task()));
    }
  }

  private static String effort(UnitRecord unit) {
    return unit.tries().attempts() == 0
        ? "made elsewhere,"
        : "%s, iteration %d of attempt %d,"
            .formatted(
                Count.of(unit.turns().size(), "turn"),
                unit.tries().iterations(),
                unit.tries().attempts());
  }

  private void checks() {
    text.section("Checks on the merged tree");
    if (evidence.checks().isEmpty()) {
      text.say("Warning: no check was required, so nothing but the agents says that it works.");
    }
    for (CheckRecord check : evidence.checks()) {
      text.item(
          "%s %s%s%s: %s, exit code %s, %d ms, output %s"
              .formatted(
                  check.terms().flaky() ? "flaky, passed" : check.passed() ? "passed" : "FAILED",
                  Markdown.code(check.name()),
                  check.terms().optional() ? " (not required)" : "",
                  check.clean() ? " in a clean checkout" : "",
                  Markdown.code(check.command()),
                  check.exitCode() == null ? "none (time-out)" : check.exitCode(),
                  check.durationMs(),
                  Markdown.code(check.output())));
    }
    text.say("")
        .say("The checks ran %s on merged trees.".formatted(Count.of(merge.gateRuns(), "time")));
  }

  private void conflicts() {
    if (merge.conflicts().isEmpty()) {
      return;
    }
    text.section("Conflicts");
    for (Conflict clash : merge.conflicts()) {
      text.item(
          "%s in %s: settled by %s"
              .formatted(
                  listed(clash.units()), listed(clash.files()), clash.resolvedBy().wireName()));
    }
  }

  private void leftOut() {
    if (merge.leftOut().isEmpty() && merge.unfinished().isEmpty()) {
      return;
    }
    text.section("Not in it");
    for (LeftOut out : merge.leftOut()) {
      text.item(
          "%s: %s%s%s"
              .formatted(
                  Markdown.code(out.unit()),
                  out.reason().wireName(),
                  out.with().isEmpty() ? "" : " with " + listed(out.with()),
                  out.files().isEmpty() ? "" : " in " + listed(out.files())));
    }
    merge.unfinished().forEach(unit -> text.item(Markdown.code(unit) + ": not finished"));
  }

  private void cost() {
    double cost = evidence.units().stream().mapToDouble(each -> each.spent().costUsd()).sum();
    long tokens = evidence.units().stream().mapToLong(each -> each.spent().tokens()).sum();
    text.section("Cost")
        .say(
            String.format(
                Locale.ROOT,
                "%.4f USD and %s for the units in it, as far as their agents told.",
                cost,
                Count.of(tokens, "token")));
  }

  private String text(@Nullable String ref) {
    return ref == null ? "" : texts.getOrDefault(ref, "");
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.stream().map(Markdown::code).toList());
  }
}
