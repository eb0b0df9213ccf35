package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.plan.PlanReader;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Tuning;
import dev.aidp.run.Work;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.UnitWork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what a user starts what is registered: everything checked, resolved and stored, nothing
 * begun.
 */
final class Starts {

  private final Repository repository;
  private final ArtifactStore artifacts;

  Starts(Repository repository, ArtifactStore artifacts) {
    this.repository = repository;
    this.artifacts = artifacts;
  }

  /** Returns the run that {@code start} asks for, or refuses it. */
  RunRecord record(RunStart start, Engines.Choice engine, Instant now) {
    String id = start.requiredId();
    String baseCommit = repository.resolveCommit(start.base());
    repository.checkBranchFree(branch(start));
    if (start.kind() == RunStart.Kind.FEATURE) {
      repository.checkBranchFree("aidp-units/" + id); // the units' branches are below it
    }
    Terms terms = terms(start, baseCommit).on(engine.place().server());
    String request =
        start.kind() == RunStart.Kind.FEATURE
            ? Wire.json(
                new FeatureRequest(
                    id,
                    1,
                    terms.text(),
                    terms.plan(),
                    start.settings(),
                    baseCommit,
                    terms.branch(),
                    null))
            : Wire.json(loop(start, baseCommit));
    return new RunRecord(
        id,
        terms.kind(),
        engine.place().engine(),
        1,
        Wire.json(terms),
        request,
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
      int count = reading.faults().size();
      throw new UsageException(
          "The plan has %d fault%s.".formatted(count, count == 1 ? "" : "s"),
          file.name(),
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
