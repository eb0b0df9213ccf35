package dev.aidp.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Json;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.git.Changes;
import dev.aidp.text.Dollars;
import dev.aidp.workloop.Checkpoint;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Checkpoints of a run, as a table and as a document. */
public final class CheckpointText {

  /** Enough to tell the trees of one run apart. */
  private static final int SHORT_ID = 10;

  private CheckpointText() {}

  /** Returns what a person calls it; {@code one} says whether its run has no other unit. */
  public static String name(Checkpoint checkpoint, boolean one) {
    return (one ? "" : checkpoint.unit() + "@") + checkpoint.place();
  }

  /**
   * Returns tables of those of the whole run {@code id} and of {@code all}, which are iterations.
   */
  public static List<String> lines(
      String id, List<FeatureCheckpoint> whole, List<Checkpoint> all, boolean one) {
    if (all.isEmpty() && whole.isEmpty()) {
      return List.of("No iteration of '%s' has ended yet.".formatted(id));
    }
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    if (!whole.isEmpty()) {
      lines.addAll(whole(whole)).add("");
    }
    if (!all.isEmpty()) {
      lines.addAll(iterations(all, one));
    }
    return lines
        .add(
            "Go back: aidp rollback %s CHECKPOINT; try another way: aidp fork %s CHECKPOINT --set KEY=VALUE"
                .formatted(id, id))
        .build();
  }

  private static List<String> whole(List<FeatureCheckpoint> whole) {
    Table table = new Table("CHECKPOINT", "DONE", "UNIT", "COMMIT", "AT");
    for (FeatureCheckpoint each : whole) {
      table.row(
          each.name(),
          "%d of %d".formatted(each.number(), each.total()),
          each.unit(),
          each.commit().substring(0, Math.min(SHORT_ID, each.commit().length())),
          each.at() == null ? "-" : each.at().truncatedTo(ChronoUnit.SECONDS));
    }
    return table.lines("");
  }

  private static List<String> iterations(List<Checkpoint> all, boolean one) {
    Table table =
        new Table("CHECKPOINT", "TREE", "FILES", "LINES", "FAILING", "SINCE", "TREND", "COST");
    for (Checkpoint each : all) {
      Checkpoint.Metrics metrics = each.metrics();
      Changes changes = metrics.changes();
      table.row(
          name(each, one),
          each.state().tree().substring(0, Math.min(SHORT_ID, each.state().tree().length())),
          changes == null ? "?" : changes.files(),
          changes == null ? "?" : "+%d -%d".formatted(changes.added(), changes.deleted()),
          metrics.failing().isEmpty() ? "-" : String.join(", ", metrics.failing()),
          "%d fixed, %d new".formatted(metrics.fixed().size(), metrics.introduced().size()),
          metrics.trend().wireName(),
          Dollars.shown(metrics.used().costMicroUsd()));
    }
    return table.lines("");
  }

  /** Returns the same as a document. */
  public static JsonNode json(List<FeatureCheckpoint> whole, List<Checkpoint> all, boolean one) {
    ArrayNode array = Json.object().arrayNode();
    whole.forEach(
        each ->
            array.add(
                Json.object()
                    .put("checkpoint", each.name())
                    .put("done", each.number())
                    .put("total", each.total())
                    .put("unit", each.unit())
                    .put("commit", each.commit())
                    .put("at", each.at() == null ? null : each.at().toString())));
    all.forEach(each -> array.add(json(each, one)));
    return array;
  }

  private static ObjectNode json(Checkpoint checkpoint, boolean one) {
    Checkpoint.Metrics metrics = checkpoint.metrics();
    Changes changes = metrics.changes();
    ObjectNode node =
        Json.object()
            .put("checkpoint", name(checkpoint, one))
            .put("unit", checkpoint.unit())
            .put("attempt", checkpoint.attempt())
            .put("iteration", checkpoint.iteration())
            .put("regular", checkpoint.regular())
            .put("start", checkpoint.start())
            .put("tree", checkpoint.state().tree())
            .put("commit", checkpoint.state().head())
            .put("files", changes == null ? null : changes.files())
            .put("lines_added", changes == null ? null : changes.added())
            .put("lines_deleted", changes == null ? null : changes.deleted())
            .put("trend", metrics.trend().wireName())
            .put("cost_usd", metrics.used().costUsd())
            .put("tokens", metrics.used().tokens());
    node.set("failing", Json.tree(metrics.failing()));
    node.set("fixed", Json.tree(metrics.fixed()));
    node.set("introduced", Json.tree(metrics.introduced()));
    return node;
  }
}
