/**
 * What people say to a run while it works, and the run's time. {@link
 * dev.aidp.workflows.steering.Steering} is the value that messages change, {@link
 * dev.aidp.workflows.steering.SteerableWorkflow} receives them for every workflow, and {@link
 * dev.aidp.workflows.steering.RunDeadline} tells a run to end when its time is over. Knows runs,
 * nothing of workflows.
 */
@NullMarked
package dev.aidp.workflows.steering;

import org.jspecify.annotations.NullMarked;
