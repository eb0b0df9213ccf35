package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import dev.aidp.activities.agent.PromptShares.Part;
import dev.aidp.activities.markdown.Markdown;
import dev.aidp.agent.FiledTask;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.PromptContext;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.Conflict;
import dev.aidp.plan.SchemaSource;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.UnitAction;
import dev.aidp.text.Excerpt;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What others wrote in a prompt: no line of it is the completion mark, and all of it together fits.
 * Pure. A list is a text, an entry a line.
 */
final class PromptTexts {

  /** Longest entry of a list, in characters. */
  private static final int ENTRY = 2_000;

  private final PromptFacts facts;
  private final ListMultimap<Part, String> all =
      MultimapBuilder.enumKeys(Part.class).arrayListValues().build();
  private final Map<Part, Iterator<String>> fitting = new EnumMap<>(Part.class);

  final Map<String, String> tasks = new LinkedHashMap<>();
  final Map<String, String> diffs = new LinkedHashMap<>();
  final Map<String, String> guides = new LinkedHashMap<>();
  final String instructions;
  final String feedback;
  final String why;
  final String diff;
  final String said;
  final String redBefore;
  final String checks;
  final String claims;
  final String inputs;
  final String outputs;
  final String guards;
  final String conflicting;
  final String units;
  final String left;

  PromptTexts(PromptFacts facts) {
    this.facts = facts;
    gather();
    ImmutableListMultimap<Part, String> cut = PromptShares.fit(all);
    for (Part part : Part.values()) {
      fitting.put(part, cut.get(part).iterator());
    }
    facts.tasks().keySet().forEach(unit -> tasks.put(unit, next(Part.TASK)));
    instructions = next(Part.INSTRUCTIONS);
    feedback = next(Part.FEEDBACK);
    why = next(Part.HANDOVER);
    diff = next(Part.HANDOVER);
    said = next(Part.HANDOVER);
    facts.diffs().keySet().forEach(file -> diffs.put(file, next(Part.DIFFS)));
    facts.place().guides().forEach(guide -> guides.put(guide.file(), next(Part.GUIDES)));
    redBefore = next(Part.LISTS);
    checks = next(Part.LISTS);
    claims = next(Part.LISTS);
    inputs = next(Part.LISTS);
    outputs = next(Part.LISTS);
    guards = next(Part.LISTS);
    conflicting = next(Part.LISTS);
    units = next(Part.LISTS);
    left = next(Part.LISTS);
  }

  private String next(Part part) {
    return Objects.requireNonNull(fitting.get(part)).next();
  }

  /** Adds them in the order in which they are taken. */
  private void gather() {
    PromptContext brief = facts.request().brief();
    Handoff handover = brief.handover();
    Conflict conflict = brief.conflict();
    facts.tasks().values().forEach(task -> add(Part.TASK, task.stripTrailing()));
    add(Part.INSTRUCTIONS, instructions(brief.instructions()));
    add(Part.FEEDBACK, brief.feedback());
    add(Part.HANDOVER, handover == null || handover.why() == null ? "" : handover.why());
    add(Part.HANDOVER, shortened(facts.diff()));
    add(Part.HANDOVER, handover == null ? "" : handover.said());
    facts.diffs().values().forEach(diff -> add(Part.DIFFS, diff));
    facts.place().guides().forEach(guide -> add(Part.GUIDES, guide.text()));
    list(brief.notes().redBefore().stream().map(Markdown::code).toList());
    list(facts.checks().stream().map(PromptTexts::check).toList());
    list(facts.claims().stream().map(Markdown::code).toList());
    list(facts.request().artifacts().inputs().stream().map(this::input).toList());
    list(facts.request().artifacts().outputs().stream().map(this::output).toList());
    DiffGuards refused = facts.request().bounds().guards();
    list(refused == null ? List.of() : GuardWords.of(refused));
    list(conflict == null ? List.of() : conflict.files().stream().map(PromptTexts::file).toList());
    list(brief.notes().units().entrySet().stream().map(PromptTexts::unit).toList());
    list(left(brief.notes().tasks()));
  }

  private void add(Part part, String text) {
    all.put(part, CompletionMark.quoted(text));
  }

  private void list(List<String> entries) {
    add(
        Part.LISTS,
        entries.stream()
            .map(entry -> "- " + Excerpt.start(entry, ENTRY))
            .collect(Collectors.joining("\n")));
  }

  private static String instructions(List<Instruction> told) {
    return told.stream()
        .sorted(Comparator.comparing(Instruction::priority))
        .map(each -> urgency(each.priority()) + each.text().stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private static String urgency(Priority priority) {
    return priority == Priority.NORMAL ? "" : "(" + priority.wireName() + ") ";
  }

  private static String shortened(String diff) {
    return diff.length() <= Defaults.HANDOVER_TEXT
        ? diff
        : diff.substring(0, Defaults.HANDOVER_TEXT) + "\n… cut here; the command above shows all.";
  }

  private static String check(Check check) {
    return "%s%s: %s"
        .formatted(
            check.shown(),
            check.optional() ? ", which need not pass" : "",
            check.code() == null ? Markdown.code(check.command()) : "by Aidp");
  }

  private static String unit(Map.Entry<String, UnitAction> unit) {
    String command = Markdown.code(unit.getValue().command());
    return "%s: %s"
        .formatted(
            Markdown.code(unit.getKey()),
            unit.getValue().poll() == null ? command : "waits until " + command + " exits 0");
  }

  private static List<String> left(List<FiledTask> tasks) {
    return IntStream.range(0, tasks.size())
        .mapToObj(
            i ->
                (tasks.get(i).done() ? "done: %d. %s" : "open: %d. %s")
                    .formatted(i + 1, tasks.get(i).text()))
        .toList();
  }

  private String input(Artifact input) {
    return Markdown.code(facts.place().artifacts() + "/in/" + input.unit() + "/" + input.name());
  }

  private String output(String name) {
    String file = Markdown.code(facts.place().artifacts() + "/out/" + name);
    SchemaSource schema = facts.schemas().get(name);
    return schema == null ? file : file + ", as its JSON Schema wants it: " + schema(name, schema);
  }

  private String schema(String output, SchemaSource schema) {
    String in = facts.place().artifacts() + "/in/";
    if (schema instanceof SchemaSource.OfFile file) {
      return Markdown.code(file.path()) + " of your folder";
    }
    return Markdown.code(
        in
            + (schema instanceof SchemaSource.Inline
                ? PlanSchemas.FOLDER + "/" + PlanSchemas.file(output)
                : schema.shown()));
  }

  private static String file(String file) {
    String name = Conflict.name(file);
    String aside =
        name.equals(file)
            ? ""
            : " (%s of one side; the other has something else of that name, so git put it here)"
                .formatted(Markdown.code(name));
    return Markdown.code(file) + aside;
  }
}
