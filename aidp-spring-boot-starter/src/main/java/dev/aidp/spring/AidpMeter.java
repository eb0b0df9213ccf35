package dev.aidp.spring;

import java.util.List;
import java.util.Locale;

/** A meter: the one table from which everything that speaks of meters is made. */
enum AidpMeter {
  /** How many runs are open. */
  RUNS(
      "aidp.runs",
      Kind.GAUGE,
      "runs",
      List.of("state"),
      "Runs that have not ended, by how they stand."),
  /** How long runs took that have ended. */
  RUN_DURATION(
      "aidp.run.duration",
      Kind.TIMER,
      "seconds",
      List.of("state"),
      "How many runs have ended since the process began, by how, and how long they took."),
  /** How many units are open. */
  UNITS("aidp.units", Kind.GAUGE, "units", List.of("state"), "Units of runs that have not ended."),
  /** How many units have ended. */
  UNITS_ENDED(
      "aidp.units.ended",
      Kind.COUNTER,
      "units",
      List.of("state"),
      "Units that have ended since the process began, by how."),
  /** What waits. */
  BACKLOG(
      "aidp.backlog",
      Kind.GAUGE,
      "units",
      List.of(),
      "Units that could go on and wait for a place."),
  /** How many turns. */
  TURNS(
      "aidp.turns",
      Kind.COUNTER,
      "turns",
      List.of(),
      "Iterations of units since the process began: a turn of an agent and its checks each."),
  /** How many tokens. */
  TOKENS(
      "aidp.tokens",
      Kind.COUNTER,
      "tokens",
      List.of(),
      "Tokens of all turns since the process began."),
  /** How much money. */
  COST(
      "aidp.cost",
      Kind.COUNTER,
      "usd",
      List.of(),
      "US dollars of all turns since the process began."),
  /** How many places there are. */
  PLACES(
      "aidp.places",
      Kind.GAUGE,
      "places",
      List.of("weight"),
      "Places for steps that this process offers."),
  /** How many places are taken. */
  PLACES_TAKEN(
      "aidp.places.taken",
      Kind.GAUGE,
      "places",
      List.of("weight"),
      "Those of them that have a step."),
  /** How long it takes to record something. */
  JOURNAL(
      "aidp.journal",
      Kind.TIMER,
      "seconds",
      List.of("part"),
      "How often the repository's journal was written, and how long it took: commit until others"
          + " see it, sync until the disk has it."),
  /** Whether steps are taken. */
  READY("aidp.ready", Kind.GAUGE, "", List.of(), "1 while this process takes steps, else 0.");

  /** What a meter does. */
  enum Kind {
    GAUGE,
    COUNTER,
    TIMER
  }

  private final String label;
  private final Kind kind;
  private final String unit;
  private final List<String> tags;
  private final String doc;

  AidpMeter(String label, Kind kind, String unit, List<String> tags, String doc) {
    this.label = label;
    this.kind = kind;
    this.unit = unit;
    this.tags = tags;
    this.doc = doc;
  }

  /** Returns its name in a registry. */
  String label() {
    return label;
  }

  /** Returns its base unit; may be empty. */
  String unit() {
    return unit;
  }

  /** Returns what it says. */
  String doc() {
    return doc;
  }

  /** Returns its line in the documents. */
  String line() {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(label, kind.name().toLowerCase(Locale.ROOT), String.join(", ", tags), unit, doc);
  }
}
