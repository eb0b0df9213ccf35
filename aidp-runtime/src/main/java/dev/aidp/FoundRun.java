package dev.aidp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.RunKind;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.temporal.KnownRun;
import dev.aidp.runtime.temporal.RunCatalog;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A generation of a run, as a service knows it.
 *
 * @param known what the service says
 * @param id the run's id in its repository
 * @param generation which one
 */
record FoundRun(KnownRun known, String id, int generation) {

  /** Which workflows are runs of Aidp's own, by their type names, and of which kind. */
  private static final Map<String, RunKind> KINDS =
      Map.of(
          WireNames.workflowType(FeatureOrchestrationWorkflow.class), RunKind.FEATURE,
          WireNames.workflowType(WorkLoopWorkflow.class), RunKind.LOOP,
          WireNames.workflowType(MergeAtomicUnitsWorkflow.class), RunKind.MERGE);

  private static final Pattern LATER = Pattern.compile("(.+)\\.g([2-9]|[1-9][0-9]{1,8})");

  /** Who started it without Aidp has given it an id, and starts no next generation. */
  static FoundRun of(KnownRun known) {
    Matcher later = LATER.matcher(known.engineId());
    return !known.repository().isEmpty() && later.matches()
        ? new FoundRun(known, later.group(1), Integer.parseInt(later.group(2)))
        : new FoundRun(known, known.engineId(), 1);
  }

  /** Returns the type names of those that are runs whoever started them. */
  static List<String> types() {
    return KINDS.keySet().stream().sorted().toList();
  }

  /** Returns the type name of Aidp's own runs of {@code kind}, or null. */
  static @Nullable String type(@Nullable String kind) {
    return KINDS.entrySet().stream()
        .filter(each -> each.getValue().wireName().equals(kind))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  String repository() {
    return known.repository();
  }

  /** Returns where it is worked on. */
  RunPlace place() {
    return new RunPlace(repository(), known.place());
  }

  /** Returns the id by which it is known everywhere. */
  String fullId() {
    return repository().isEmpty() ? id : repository() + "/" + id;
  }

  /** Returns what its repository would have registered, were it {@code begun} so. */
  RunRecord record(RunCatalog.Beginning begun, Server server) {
    RunKind kind = KINDS.get(known.type());
    Read read = kind == null ? own(begun) : read(kind, begun);
    StartTerms terms = read.terms.withServer(server).withLabels(known.labels());
    return new RunRecord(
        id,
        terms.asked().kind(),
        Engines.TEMPORAL,
        generation,
        new RunRecord.Start(Wire.json(terms), Wire.json(read.work)),
        null,
        begun.at() == null ? known.startedAt() : begun.at(),
        null);
  }

  /** What a run was started with; {@code work} is null as long as nobody has read the request. */
  private record Read(StartTerms terms, @Nullable Object work) {}

  private Read own(RunCatalog.Beginning begun) {
    // Whether it hears a cancel is not known: it is told, and ends or not.
    OwnRun.Call call =
        new OwnRun.Call(known.type(), Wire.tree("[%s]".formatted(begun.input())), true);
    return new Read(StartTerms.own(call, Engines.TEMPORAL), call);
  }

  private static Read read(RunKind kind, RunCatalog.Beginning begun) {
    JsonNode asked = Wire.tree(begun.input());
    JsonNode there = asked.path("resolved");
    String json = there.isObject() ? there.toString() : begun.resolved();
    if (json == null) {
      String base = asked.path("base").asText("");
      String branch = asked.path("branch").asText("");
      return new Read(StartTerms.unread(asked(kind, "", null, base, branch)), null);
    }
    return switch (kind) {
      case FEATURE -> {
        FeatureWork work = Wire.read(json, FeatureWork.class);
        var start = asked(kind, work.text(), work.plan(), work.base(), work.branch());
        yield new Read(StartTerms.of(start, work.settings()), work);
      }
      case LOOP -> {
        UnitWork work = Wire.read(json, UnitWork.class);
        var start = asked(kind, "", null, work.base(), work.branch());
        yield new Read(StartTerms.of(start, work.settings()), work);
      }
      case MERGE -> {
        MergeWork work = Wire.read(json, MergeWork.class);
        var start = asked(kind, "", null, work.base(), work.branch());
        yield new Read(StartTerms.of(start, work.settings()), work);
      }
    };
  }

  private static StartTerms.Asked asked(
      RunKind kind, String text, @Nullable String plan, String base, String branch) {
    return new StartTerms.Asked(kind.wireName(), text, plan, base, base, branch, Engines.TEMPORAL);
  }
}
