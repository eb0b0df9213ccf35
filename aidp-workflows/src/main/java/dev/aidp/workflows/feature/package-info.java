/**
 * A feature from its plan to its branch. Start at {@link
 * dev.aidp.workflows.feature.FeatureOrchestrationWorkflowImpl}; the decisions are in {@link
 * dev.aidp.workflows.feature.Schedule} and {@link dev.aidp.workflows.feature.FeatureProgress},
 * which are pure. May use turns, loops and steering; runs units and the merge as children.
 */
@NullMarked
package dev.aidp.workflows.feature;

import org.jspecify.annotations.NullMarked;
