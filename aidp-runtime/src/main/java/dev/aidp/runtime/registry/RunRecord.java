package dev.aidp.runtime.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is registered.
 *
 * @param id as it was given
 * @param kind {@code feature}, {@code loop} or {@code merge}
 * @param engine the engine it runs on
 * @param generation 1, or the next after each retry
 * @param terms what it was started with, as JSON: a later start must agree
 * @param request the workflow's argument, as JSON
 * @param note why it is on another engine than was asked for, or null
 * @param createdAt when it was registered
 * @param finished the last document of the run, as JSON, or null while it has not ended
 */
public record RunRecord(
    String id,
    String kind,
    String engine,
    int generation,
    String terms,
    String request,
    @Nullable String note,
    Instant createdAt,
    @Nullable String finished) {

  /** Returns the id under which the engine knows this generation. */
  public String engineId() {
    return RunRegistry.engineId(id, generation);
  }

  /** Returns the next generation, which has another argument. */
  public RunRecord next(String otherRequest) {
    return new RunRecord(
        id, kind, engine, generation + 1, terms, otherRequest, note, createdAt, null);
  }
}
