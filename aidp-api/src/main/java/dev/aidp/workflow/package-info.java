/**
 * The port between a workflow and the engine that runs it. Start at {@link
 * dev.aidp.workflow.WorkflowContext}; a workflow is plain blocking Java against it and runs
 * unchanged on every engine. Knows failures, nothing else of Aidp.
 */
@NullMarked
package dev.aidp.workflow;

import org.jspecify.annotations.NullMarked;
