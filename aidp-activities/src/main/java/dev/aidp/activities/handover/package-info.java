/**
 * What units hand to each other, held against what the plan says of it. Start at {@link
 * dev.aidp.activities.handover.HandOverActivitiesImpl}.
 */
@NullMarked
package dev.aidp.activities.handover;

import org.jspecify.annotations.NullMarked;
