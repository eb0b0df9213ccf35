/**
 * What people say to a run while it works. {@link dev.aidp.workflows.steering.Steering} is the
 * value that messages change; {@link dev.aidp.workflows.steering.Steered} receives them for every
 * workflow. Knows runs, nothing of workflows.
 */
@NullMarked
package dev.aidp.workflows.steering;

import org.jspecify.annotations.NullMarked;
