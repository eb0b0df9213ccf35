/**
 * What runs have finished, for later ones: begin at {@link ReuseActivitiesImpl}. What a unit's key
 * is made of is {@link UnitKey}, which is pure.
 */
@NullMarked
package dev.aidp.activities.reuse;

import org.jspecify.annotations.NullMarked;
