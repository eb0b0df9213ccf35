/**
 * The edge to Temporal: runs {@link dev.aidp.workflow.WorkflowDefinition}s on any Temporal worker.
 * {@link dev.aidp.workflows.temporal.AidpPlugin} is the whole of it for a client and its workers,
 * {@link dev.aidp.workflows.temporal.TemporalWorkflows} registers on one worker. May use the port
 * and the wire form; knows no workflow of ours.
 */
@NullMarked
package dev.aidp.workflows.temporal;

import org.jspecify.annotations.NullMarked;
