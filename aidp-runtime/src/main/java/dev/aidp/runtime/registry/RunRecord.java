package dev.aidp.runtime.registry;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is registered.
 *
 * @param id as it was given
 * @param kind {@code feature}, {@code loop} or {@code merge}
 * @param engine the engine it runs on
 * @param generation 1, or the next after each retry
 * @param start what it was started with
 * @param note why it is on another engine than was asked for, or null
 * @param createdAt when it was registered
 * @param finished the last document of the run, as JSON, or null while it has not ended
 */
@RecordBuilder
public record RunRecord(
    String id,
    String kind,
    String engine,
    int generation,
    Start start,
    @Nullable String note,
    Instant createdAt,
    @Nullable String finished)
    implements RunRecordBuilder.With {

  /**
   * What a run was started with, as JSON.
   *
   * @param terms what a later start must agree with
   * @param request the workflow's argument
   */
  public record Start(String terms, String request) {}

  /** Returns what a later start must agree with, as JSON. */
  public String terms() {
    return start.terms;
  }

  /** Returns the workflow's argument, as JSON. */
  public String request() {
    return start.request;
  }

  /** Returns the id under which the engine knows this generation. */
  public String engineId() {
    return RunRegistry.engineId(id, generation);
  }

  /** Returns the next generation, which has another argument. */
  public RunRecord next(String otherRequest) {
    return withGeneration(generation + 1)
        .withStart(new Start(start.terms, otherRequest))
        .withFinished(null);
  }
}
