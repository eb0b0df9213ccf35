package dev.aidp.runtime.temporal;

import dev.aidp.runtime.engine.Labels;
import java.time.Instant;

/**
 * A run that a service knows, whoever started it.
 *
 * @param workflowId its id there
 * @param repository the repository that it is of; empty where nobody said so
 * @param engineId the id by which an engine of that repository knows it
 * @param place where its steps go, if not anywhere: part of the names of its queues
 * @param type the type name of its workflow
 * @param startedAt when
 * @param labels what it is found by
 */
public record KnownRun(
    String workflowId,
    String repository,
    String engineId,
    String place,
    String type,
    Instant startedAt,
    Labels labels) {}
