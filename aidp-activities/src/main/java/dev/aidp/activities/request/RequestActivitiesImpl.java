package dev.aidp.activities.request;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeWork;
import dev.aidp.request.RequestActivities;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import java.util.function.Supplier;

/** Resolves requests as a step: what is wrong with one is told in one failure. */
public final class RequestActivitiesImpl implements RequestActivities {

  private final RequestResolver resolver;

  /** Resolves by {@code resolver}. */
  public RequestActivitiesImpl(RequestResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public FeatureWork feature(String run, FeatureRequest request) {
    return resolved(() -> resolver.feature(run, request));
  }

  @Override
  public UnitWork loop(String run, WorkLoopRequest request) {
    return resolved(() -> resolver.loop(run, request));
  }

  @Override
  public MergeWork merge(String run, MergeRequest request) {
    return resolved(() -> resolver.merge(run, request));
  }

  private static <T> T resolved(Supplier<T> body) {
    try {
      return body.get();
    } catch (UsageException e) {
      throw new StepFailedException(Failure.of(FailureKind.PERMANENT, findings(e)), e);
    }
  }

  private static String findings(UsageException e) {
    StringBuilder text = new StringBuilder();
    if (e.details().isEmpty()) {
      text.append(e.where() == null ? "" : e.where() + ": ").append(e.getMessage());
    } else {
      text.append(e.getMessage());
      e.details().forEach(each -> text.append("\n%s: %s".formatted(each.where(), each.message())));
    }
    return e.remedy() == null ? text.toString() : text.append("\n→ ").append(e.remedy()).toString();
  }
}
