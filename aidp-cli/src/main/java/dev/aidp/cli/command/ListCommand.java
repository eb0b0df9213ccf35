package dev.aidp.cli.command;

import dev.aidp.RunFilter;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.show.RunText;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.text.Durations;
import dev.aidp.wire.WireNamed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp list}. */
@Command(
    name = "list",
    description = "The runs of this repository, or of a Temporal service, the newest first.")
final class ListCommand extends BaseCommand {

  private static final List<String> KINDS = List.of("feature", "loop", "merge", "workflow");

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only those: feature, loop, merge, workflow.")
  @Nullable String kind;

  @Option(
      names = "--state",
      paramLabel = "STATE[,STATE...]",
      split = ",",
      description = "Only those that stand so: running, waiting, failed, ...")
  List<String> states = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "D",
      description = "Only those that were started in this time: 90m, 2h, or since 2026-01-31.")
  @Nullable String since;

  @Option(
      names = "--with",
      paramLabel = "NAME=VALUE",
      description = "Only those with this in their memo or search attributes.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--limit", paramLabel = "N", description = "Only so many.")
  @Nullable Integer limit;

  ListCommand(Shell shell) {
    super(shell);
  }

  /** Says why not all could be looked at. */
  private static List<String> unseen(Session.Listing listing) {
    Stream<String> runs =
        listing.views().stream()
            .flatMap(run -> Stream.ofNullable(run.error()))
            .filter(error -> error.code() == Exits.UNUSABLE)
            .map(ErrorView::message);
    return Stream.concat(
            runs, Stream.ofNullable(listing.unasked()).map(e -> String.valueOf(e.getMessage())))
        .distinct()
        .map(why -> "aidp: not all could be asked: " + Texts.printable(why))
        .toList();
  }

  @Override
  int run() {
    RunFilter wanted = filter();
    try (Session session = look()) {
      Session.Listing listing = session.views(wanted);
      if (common.json) {
        say(Json.runs(listing.views()));
      } else {
        say(RunText.table(listing.views(), shell.clock().instant()));
        unseen(listing).forEach(shell::note);
      }
      return Exits.DONE;
    }
  }

  private RunFilter filter() {
    RunFilter filter = RunFilter.all();
    if (kind != null) {
      filter = filter.kind(named("--kind", kind, KINDS));
    }
    if (!states.isEmpty()) {
      filter = filter.in(states.stream().map(ListCommand::state).toArray(RunState[]::new));
    }
    if (since != null) {
      filter = filter.since(begin(since));
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      filter = filter.with(label.getKey(), label.getValue());
    }
    if (limit != null && limit < 1) {
      throw new UsageException("Not a number of runs: " + limit, "--limit", "Give 1 or more.");
    }
    return limit == null ? filter : filter.limit(limit);
  }

  private static RunState state(String name) {
    return WireNamed.of(RunState.class, named("--state", name, WireNamed.names(RunState.class)))
        .orElseThrow();
  }

  private static String named(String option, String name, List<String> names) {
    if (!names.contains(name)) {
      throw new UsageException(
          "There is no " + option.substring(2) + " '" + name + "'",
          option,
          "Give one of: " + String.join(", ", names) + ".");
    }
    return name;
  }

  private Instant begin(String text) {
    try {
      return text.contains("T") && !text.startsWith("P")
          ? Instant.parse(text)
          : text.matches("\\d{4}-\\d{2}-\\d{2}")
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : shell.clock().instant().minus(Durations.parse(text));
    } catch (RuntimeException e) {
      throw new UsageException(
          "Not a time: " + text,
          "--since",
          "Give " + Durations.EXPECTED + ", or a time such as 2026-01-31T12:00:00Z.");
    }
  }
}
