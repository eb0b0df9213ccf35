package dev.aidp;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.plan.PlanReader;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.git.Joining.Tip;
import dev.aidp.merge.MergeRequest;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Count;
import dev.aidp.run.Merging;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tuning;
import dev.aidp.run.Work;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.UnitWork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what a user starts what is registered: everything checked, resolved and stored, nothing
 * begun.
 */
final class Starts {

  private final Repository repository;
  private final ArtifactStore artifacts;
  private final Secrets secrets;
  private final Providers providers;

  Starts(Repository repository, ArtifactStore artifacts, Secrets secrets, Providers providers) {
    this.providers = providers;
    this.repository = repository;
    this.artifacts = artifacts;
    this.secrets = secrets;
  }

  /** Returns the run that {@code start} asks for, or refuses it. */
  RunRecord record(RunStart start, Engines.Choice engine, Instant now) {
    refuseSecrets(start);
    refuseUnknownAgents(start.settings());
    if (start.kind() == RunStart.Kind.MERGE) {
      return merge(start, engine, now);
    }
    String id = start.requiredId();
    String baseCommit = repository.resolveCommit(start.base());
    repository.checkBranchFree(branch(start));
    if (start.kind() == RunStart.Kind.FEATURE) {
      repository.checkBranchFree("aidp-units/" + id); // the units' branches are below it
    }
    Terms terms = terms(start, baseCommit);
    Object request =
        start.kind() == RunStart.Kind.FEATURE
            ? new FeatureRequest(
                id,
                1,
                terms.text(),
                terms.plan(),
                start.settings(),
                baseCommit,
                terms.branch(),
                null)
            : loop(start, baseCommit);
    return record(id, terms, request, engine, now);
  }

  static RunRecord record(
      String id, Terms terms, Object request, Engines.Choice engine, Instant now) {
    return new RunRecord(
        id,
        terms.kind(),
        engine.place().engine(),
        1,
        Wire.json(terms.on(engine.place().server())),
        Wire.json(request),
        engine.note(),
        now,
        null);
  }

  /** Returns the commit that {@code ref} names. */
  String commit(String ref) {
    try {
      return repository.resolveCommit(ref);
    } catch (UsageException e) {
      throw new UsageException("There is no commit " + ref + ".", null, e.remedy());
    }
  }

  private RunRecord merge(RunStart start, Engines.Choice engine, Instant now) {
    String id = start.requiredId();
    String into = branch(start);
    if (start.merges().contains(into)) {
      throw new UsageException(
          "The branch " + into + " cannot be merged into itself.", "--into", "Leave it out.");
    }
    if (start.merges().size() > PlanReader.MAX_UNITS) {
      throw new UsageException(
          "These are %d branches; at most %d are one merge."
              .formatted(start.merges().size(), PlanReader.MAX_UNITS),
          "aidp merge",
          "Merge some of them first.");
    }
    Optional<String> moved = repository.movable(into);
    Map<String, Repository.Tip> tips = repository.tips(start.merges());
    String base = moved.orElseGet(() -> repository.resolveCommit(start.base()));
    Terms terms = terms(start, base);
    ImmutableMap.Builder<String, String> tasks = ImmutableMap.builder();
    tips.forEach((name, tip) -> tasks.put(name, task(name, tip)));
    String plan = artifacts.put(PlanTexts.of("Merge into " + into, tasks.buildOrThrow()));
    MergeRequest request =
        new MergeRequest(
            id,
            1,
            new PlanGraph(plan, tips.keySet().stream().map(PlanNode::of).toList()),
            tips.entrySet().stream().map(e -> new Tip(e.getKey(), e.getValue().commit())).toList(),
            List.of(),
            withoutRework(start.settings()),
            base,
            into,
            moved.orElse(null));
    return record(id, terms, request, engine, now);
  }

  /** Nobody is there to whom the work on a branch could go back. */
  private static RunSettings withoutRework(RunSettings settings) {
    return settings.withMerging(new Merging(0, settings.merging().resolverScope()));
  }

  /** What a resolver is told of a branch. */
  private static String task(String branch, Repository.Tip tip) {
    return "The work on the branch %s. Its last commit says: %s".formatted(branch, tip.subject());
  }

  /** Otherwise a run would find out when it first needs one. */
  private void refuseUnknownAgents(RunSettings settings) {
    for (AgentChain chain : settings.agents().values()) {
      for (AgentChoice agent : chain.agents()) {
        if (agent.command() == null && providers.named(agent.provider()) == null) {
          throw new UsageException(
              "There is no agent '%s'; known are %s."
                  .formatted(agent.provider(), String.join(", ", providers.names())),
              agent.provider(),
              "Name one of these, or declare it in .aidp/aidp.yml or by Extensions.");
        }
      }
    }
  }

  /** A command is kept as it is written: with a secret in it, it could be kept only broken. */
  private void refuseSecrets(RunStart start) {
    start
        .settings()
        .agents()
        .forEach(
            (role, agents) -> refuseSecret("The agent of the " + role.wireName(), agents.shown()));
    start
        .settings()
        .checks()
        .forEach(each -> refuseSecret("The check " + each.name(), each.command()));
    if (start.plan() != null) {
      refuseSecret("The plan", new String(start.plan().content(), StandardCharsets.UTF_8));
    }
  }

  private void refuseSecret(String what, String text) {
    secrets
        .namedIn(text)
        .ifPresent(
            name -> {
              throw new UsageException(
                  "%s holds the value of %s, which is a secret".formatted(what, name),
                  null,
                  "Write the variable's name with a dollar sign, in single quotes: the shell fills"
                      + " it in when the command runs.");
            });
  }

  /**
   * Returns the work of a loop, for a run of its own or as a child of an application's workflow.
   */
  UnitWork loop(RunStart start) {
    return loop(start, repository.resolveCommit(start.base()));
  }

  private UnitWork loop(RunStart start, String baseCommit) {
    return new UnitWork(
        start.requiredId(),
        1,
        artifacts.put(PlanTexts.single(Work.LOOP, start.text())),
        PlanNode.of(Work.LOOP),
        start.settings(),
        baseCommit,
        List.of(),
        List.of(),
        List.of(),
        branch(start),
        null);
  }

  /**
   * Returns what {@code start} fixes for good; a base written as before means what it meant before.
   */
  Terms termsBeside(RunStart start, Terms before) {
    boolean same = start.base().equals(before.base());
    return terms(start, same ? before.baseCommit() : repository.resolveCommit(start.base()));
  }

  private Terms terms(RunStart start, String baseCommit) {
    return Terms.of(
        start, artifacts.put(start.text()), plan(start.plan()), baseCommit, branch(start));
  }

  /** Returns whether {@code start} has the text of a run that was started with {@code terms}. */
  boolean sameText(RunStart start, Terms terms) {
    return artifacts.put(start.text()).equals(terms.text());
  }

  /** Returns what a later start may change. */
  Tuning tuning(RunStart start) {
    return new Tuning(
        start.settings().limits().maxParallel(), start.settings().limits().runTimeout());
  }

  private static String branch(RunStart start) {
    return start.branch() == null ? "aidp/" + start.requiredId() : start.branch();
  }

  private @Nullable String plan(RunStart.@Nullable PlanFile file) {
    if (file == null) {
      return null;
    }
    PlanReader.Result reading = PlanReader.read(file.name(), file.content());
    if (reading.plan() == null) {
      throw new UsageException(
          "The plan has %s.".formatted(Count.of(reading.faults().size(), "fault")),
          reading.faults().get(0).where(),
          "Mend what is listed; `aidp plan check " + file.name() + "` looks again.",
          reading.faults());
    }
    try {
      return artifacts.put(new ByteArrayInputStream(file.content()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
