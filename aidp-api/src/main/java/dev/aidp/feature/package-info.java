/**
 * A feature: its units in parallel, then their merge. Start at {@link
 * dev.aidp.feature.FeatureOrchestrationWorkflow}; each unit is an {@link
 * dev.aidp.feature.AtomicUnitWorkflow}.
 */
@NullMarked
package dev.aidp.feature;

import org.jspecify.annotations.NullMarked;
