package dev.aidp;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.request.RequestResolver;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.merge.MergeRequest;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of what a user starts what is registered; nothing is begun. */
final class RunFactory {

  private final Repository repository;
  private final ArtifactStore artifacts;
  private final RequestResolver resolver;

  RunFactory(Repository repository, ArtifactStore artifacts, RequestResolver resolver) {
    this.repository = repository;
    this.artifacts = artifacts;
    this.resolver = resolver;
  }

  /** Returns the run {@code id} that {@code request} asks for, or refuses it. */
  RunRecord record(
      RunRequest<?> request, String id, StartOptions options, Engines.Choice engine, Instant now) {
    String asked = Objects.requireNonNull(options.engine(), "engine");
    Labels labels = options.labels();
    if (request instanceof FeatureRequest feature) {
      var work = resolver.feature(id, feature);
      StartTerms terms =
          terms(request, asked, work.plan(), work.base(), work.branch(), work.settings());
      return record(id, terms.withLabels(labels), work, engine, now);
    } else if (request instanceof WorkLoopRequest loop) {
      var work = resolver.loop(id, loop);
      StartTerms terms = terms(request, asked, null, work.base(), work.branch(), work.settings());
      return record(id, terms.withLabels(labels), work, engine, now);
    } else if (request instanceof MergeRequest merge) {
      var work = resolver.merge(id, merge);
      StartTerms terms = terms(request, asked, null, work.base(), work.branch(), work.settings());
      return record(id, terms.withLabels(labels), work, engine, now);
    }
    throw new UsageException(
        "%s is none of Aidp's requests.".formatted(request.getClass().getName()),
        null,
        "Start a FeatureRequest, a WorkLoopRequest or a MergeRequest.");
  }

  static RunRecord record(
      String id, StartTerms terms, Object work, Engines.Choice engine, Instant now) {
    return new RunRecord(
        id,
        terms.asked().kind(),
        engine.place().engine(),
        1,
        new RunRecord.Start(Wire.json(terms.withServer(engine.place().server())), Wire.json(work)),
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

  /** Returns what a request fixes for good; a base written as before means what it meant before. */
  StartTerms termsBeside(
      RunRequest<?> request, String id, String engine, RunSettings settings, StartTerms before) {
    boolean same = base(request).equals(before.asked().base());
    String commit = same ? before.asked().baseCommit() : resolver.base(request);
    return terms(
        request,
        engine,
        request instanceof FeatureRequest feature
            ? resolver.plan(feature.plan(), settings, commit)
            : null,
        commit,
        RequestResolver.branch(id, request),
        settings);
  }

  /** Returns what the settings of a request mean. */
  RunSettings settings(RunRequest<?> request) {
    return resolver.settings(request);
  }

  private StartTerms terms(
      RunRequest<?> request,
      String engine,
      @Nullable String plan,
      String baseCommit,
      String branch,
      RunSettings settings) {
    return StartTerms.of(
        new StartTerms.Asked(
            request.kind().wireName(),
            artifacts.put(request.text()),
            plan,
            base(request),
            baseCommit,
            branch,
            engine),
        settings);
  }

  private static String base(RunRequest<?> request) {
    return Objects.requireNonNullElse(request.base(), "HEAD");
  }

  /** Returns whether {@code request} has the text of a run that was started with {@code terms}. */
  boolean sameText(RunRequest<?> request, StartTerms terms) {
    return artifacts.put(request.text()).equals(terms.asked().text());
  }
}
