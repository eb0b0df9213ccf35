/**
 * What an activity knows of the step it performs. {@link dev.aidp.activity.StepInfo} is all of it;
 * activities never see an engine.
 */
@NullMarked
package dev.aidp.activity;

import org.jspecify.annotations.NullMarked;
