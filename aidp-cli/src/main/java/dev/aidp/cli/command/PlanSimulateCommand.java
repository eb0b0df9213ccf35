package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import dev.aidp.run.Count;
import dev.aidp.text.Durations;
import dev.aidp.workflows.schedule.Simulation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aidp plan simulate}. */
@Command(
    name = "simulate",
    description =
        "Run a plan in virtual time: when each unit would start and end. What limits it is what the"
            + " plan says (dependencies, files, capacities), and resources.capacities of the"
            + " settings. Of a folder, each plan in it.")
final class PlanSimulateCommand extends BaseCommand {

  private static final ImmutableList<String> PLANS = ImmutableList.of(".yml", ".yaml", ".json");

  @Parameters(paramLabel = "FILE|FOLDER", description = "The plan, or a folder of plans.")
  Path file = Path.of("");

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "At most so many units at a time (default: as many as the plan lets).")
  @Nullable Integer parallel;

  @Option(
      names = "--estimate",
      paramLabel = "D",
      description = "How long a unit takes that has no estimate (default: ${DEFAULT-VALUE}).")
  String estimate = "10m";

  PlanSimulateCommand(Shell shell) {
    super(shell);
  }

  /** What came of one plan. */
  private record Done(String name, Plan plan, List<Simulation.Ran> units, long planningMillis) {

    Duration makespan() {
      return Simulation.makespan(units);
    }

    long assumed() {
      return plan.units().stream().filter(unit -> unit.node().demand().estimate() == null).count();
    }
  }

  @Override
  int run() throws IOException {
    Path place = shell.directory().resolve(file);
    if (Files.isDirectory(place)) {
      folder(place);
    } else {
      Done done = simulated(place, file.toString());
      if (common.json) {
        say(document(done));
      } else {
        table(done);
      }
    }
    return Exits.DONE;
  }

  private void folder(Path folder) throws IOException {
    ObjectNode document = Json.object();
    ArrayNode plans = document.putArray("plans");
    for (Path each : plans(folder)) {
      Done done = simulated(each, file.resolve(each.getFileName()).toString());
      if (common.json) {
        plans.add(Json.object().put("file", done.name).setAll(document(done)));
      } else {
        shell.say("%s: %s".formatted(done.name, sentence(done)));
      }
    }
    if (common.json) {
      say(document);
    }
  }

  private List<Path> plans(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> plans =
          files
              .filter(each -> PLANS.stream().anyMatch(end -> each.toString().endsWith(end)))
              .sorted()
              .toList();
      if (plans.isEmpty()) {
        throw new UsageException(
            "There is no plan in this folder",
            file.toString(),
            "Plans end in .yml, .yaml or .json.");
      }
      return plans;
    }
  }

  private Done simulated(Path place, String name) throws IOException {
    Map<String, Integer> capacities = Session.config(shell, common, List.of()).capacities();
    Plan plan = PlanFile.read(place, name).plan(capacities);
    long begin = System.nanoTime();
    List<Simulation.Ran> units = Simulation.of(plan.graph("", capacities), usual(), most(plan));
    return new Done(name, plan, units, (System.nanoTime() - begin) / 1_000_000);
  }

  private int most(Plan plan) {
    if (parallel != null && parallel < 1) {
      throw new UsageException(
          "--max-parallel must be at least 1: " + parallel, "--max-parallel", "Leave it out.");
    }
    return parallel == null ? plan.units().size() : parallel;
  }

  private Duration usual() {
    Duration usual = Durations.orZero(estimate);
    if (usual == null) {
      throw new UsageException(
          "Not a length of time: " + estimate, "--estimate", "Give " + Durations.EXPECTED + ".");
    }
    return usual;
  }

  private static ObjectNode document(Done done) {
    ObjectNode document = Json.object().put("makespan_seconds", seconds(done.makespan()));
    document.put("planning_ms", done.planningMillis).put("assumed_estimates", done.assumed());
    ArrayNode units = document.putArray("units");
    for (Simulation.Ran unit : done.units) {
      units
          .addObject()
          .put("id", unit.unit())
          .put("start_seconds", seconds(unit.start()))
          .put("end_seconds", seconds(unit.end()));
    }
    return document;
  }

  /** Whole seconds have no fraction. */
  private static BigDecimal seconds(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  private void table(Done done) {
    int width = done.units.stream().mapToInt(unit -> unit.unit().length()).max().orElse(0);
    shell.say("  %s  %8s  %8s".formatted(Strings.padEnd("unit", width, ' '), "start", "end"));
    done.units.stream()
        .sorted(Comparator.comparing(Simulation.Ran::start))
        .forEach(
            unit ->
                shell.say(
                    "  %s  %8s  %8s"
                        .formatted(
                            Strings.padEnd(unit.unit(), width, ' '),
                            text(unit.start()),
                            text(unit.end()))));
    shell.say(sentence(done));
  }

  private String sentence(Done done) {
    String guessed =
        done.assumed() == 0
            ? ""
            : "; taking %s for each of %s without an estimate"
                .formatted(estimate, Count.of(done.assumed(), "unit"));
    return "done after %s, %s%s"
        .formatted(text(done.makespan()), Count.of(done.units.size(), "unit"), guessed);
  }

  private static String text(Duration time) {
    return time.isZero() ? "0" : Durations.text(time);
  }
}
