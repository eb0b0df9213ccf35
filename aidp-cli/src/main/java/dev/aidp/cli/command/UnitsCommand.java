package dev.aidp.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.CommandWords;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.UnitChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp units}. */
@Command(
    name = "units",
    description = {
      "Change the plan of a feature that is under way:",
      "  aidp units ID add UNIT --task TEXT [--depends-on A,B] [--set KEY=VALUE]",
      "  aidp units ID change UNIT [--task TEXT] [--depends-on A,B] [--set KEY=VALUE]",
      "  aidp units ID remove UNIT",
      "  aidp units ID redo UNIT [what is to be otherwise]",
      "  aidp units ID parallel [N] [RESOURCE=N ...]"
    })
final class UnitsCommand extends SteerCommand {

  private static final String FORM =
      "aidp units ID add|change|remove|redo UNIT [--task TEXT] [--depends-on A,B] [--set"
          + " KEY=VALUE], or aidp units ID parallel [N] [RESOURCE=N]";
  private static final int MOST = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--task", paramLabel = "TEXT", description = "What its agent is told.")
  @Nullable String task;

  @Option(
      names = "--depends-on",
      paramLabel = "A,B",
      description = "What it needs; empty: nothing.")
  @Nullable String needs;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Another key of a unit in a plan; the value as JSON, or a text.")
  List<String> keys = new ArrayList<>();

  UnitsCommand(Shell shell) {
    super(shell, FORM, 2, MOST);
  }

  @Override
  int run() throws Exception {
    id();
    var unused = edit();
    return super.run();
  }

  @Override
  Receipt steer(RunHandle run) {
    PlanEdit edit = edit();
    try {
      return run.edit(edit);
    } catch (UsageException e) {
      throw CommandWords.seeing(e, "aidp status " + run.id());
    }
  }

  private PlanEdit edit() {
    List<String> words = rest();
    if (words.get(0).equals("parallel")) {
      return PlanEdit.parallelism(room(words.subList(1, words.size())));
    }
    if (words.size() > 2) {
      throw wrong("Too many words: " + String.join(" ", words.subList(2, words.size())));
    }
    UnitChange unit = new UnitChange(words.get(1), said());
    return switch (words.get(0)) {
      case "add" -> PlanEdit.add(unit);
      case "change" -> PlanEdit.change(unit);
      case "remove" -> PlanEdit.remove(unit.id());
      case "redo" -> PlanEdit.redo(unit);
      default -> throw wrong("'%s' is nothing that is done to a plan".formatted(words.get(0)));
    };
  }

  private Map<String, Object> said() {
    Map<String, Object> said = new LinkedHashMap<>();
    if (task != null) {
      said.put("task", task);
    }
    if (needs != null) {
      said.put("depends_on", Splitter.on(',').trimResults().omitEmptyStrings().splitToList(needs));
    }
    for (String key : keys) {
      int equals = key.indexOf('=');
      if (equals < 1) {
        throw wrong("'%s' is not KEY=VALUE".formatted(key));
      }
      said.put(key.substring(0, equals), value(key.substring(equals + 1)));
    }
    return said;
  }

  private static Object value(String written) {
    try {
      Object value = JSON.readValue(written, Object.class);
      return value == null ? written : value;
    } catch (JsonProcessingException e) {
      return written;
    }
  }

  private static Parallelism room(List<String> words) {
    Integer parallel = null;
    Map<String, Integer> capacities = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        capacities.put(word.substring(0, equals), number(word.substring(equals + 1)));
      } else {
        parallel = number(word);
      }
    }
    return new Parallelism(parallel, capacities);
  }

  private static int number(String word) {
    if (!word.matches("[0-9]{1,9}")) {
      throw wrong("'%s' is no whole number".formatted(word));
    }
    return Integer.parseInt(word);
  }

  private static UsageException wrong(String what) {
    return new UsageException(what, null, "Write: " + FORM);
  }
}
