package dev.aidp.workflow;

import java.util.function.Function;

/**
 * How an engine makes a workflow: its interface and what constructs one run of it. A fresh object
 * serves each run (and each time a run is replayed).
 *
 * <pre>{@code
 * WorkflowDefinition<ReleaseWorkflow> release =
 *     new WorkflowDefinition<>(ReleaseWorkflow.class, Release::new);
 * Extensions extensions = Extensions.none().workflow(release).activities(new Announcements());
 * }</pre>
 */
public record WorkflowDefinition<W>(
    Class<W> type, Function<WorkflowContext, ? extends W> factory) {}
