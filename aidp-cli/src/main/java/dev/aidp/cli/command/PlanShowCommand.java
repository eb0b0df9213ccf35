package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Defaults;
import dev.aidp.workflows.plan.CriticalPath;
import dev.aidp.workflows.plan.PlanDrawing;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.plan.Waves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp plan show}. */
@Command(name = "show", description = "Draw a plan: waves, critical path, conflicts.")
final class PlanShowCommand extends PlanFileCommand {

  @Option(names = "--run", paramLabel = "ID", description = "The plan of this run, as it is now.")
  @Nullable String run;

  PlanShowCommand(Shell shell) {
    super(shell);
  }

  @Override
  Plan plan() throws IOException {
    if (run == null) {
      return super.plan();
    }
    try (Session session = look()) {
      String text =
          session
              .run(Session.checkedId(run))
              .plan()
              .orElseThrow(() -> new NotFoundException("The run '%s' has no plan.".formatted(run)));
      return new PlanFile(run, text.getBytes(StandardCharsets.UTF_8)).plan(Map.of());
    }
  }

  @Override
  int run() throws IOException {
    Plan plan = plan();
    if (common.json) {
      say(document(plan));
    } else {
      PlanDrawing.of(plan, Defaults.MAX_PARALLEL).lines().forEach(shell::say);
    }
    return Exits.DONE;
  }

  private static ObjectNode document(Plan plan) {
    PlanGraph graph = plan.graph("");
    ObjectNode document = Json.object().put("feature", plan.feature());
    document.set("waves", Json.tree(Waves.of(graph, Defaults.MAX_PARALLEL)));
    document.set("critical_path", Json.tree(CriticalPath.of(graph)));
    schemas(plan, document.putArray("schemas"));
    ArrayNode conflicts = document.putArray("conflicts");
    ArrayNode files = document.putArray("conflict_files"); // of each, in the same order
    UnitGraph units = UnitGraph.of(graph);
    List<String> ids = units.ids().asList();
    for (int i = 0; i < ids.size(); i++) {
      for (String later : ids.subList(i + 1, ids.size())) {
        if (units.clash(ids.get(i), later)) {
          conflicts.addArray().add(ids.get(i)).add(later);
          ArrayNode because = files.addArray();
          units.contested(ids.get(i), later).forEach(because::add);
        }
      }
    }
    return document;
  }

  private static void schemas(Plan plan, ArrayNode all) {
    for (Plan.Unit unit : plan.units()) {
      unit.schemas()
          .forEach(
              (artifact, schema) ->
                  all.addObject()
                      .put("unit", unit.node().id())
                      .put("artifact", artifact)
                      .set("schema", Json.tree(schema.document())));
    }
  }
}
