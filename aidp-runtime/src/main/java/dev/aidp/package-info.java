/**
 * What users of the SDK call: {@link dev.aidp.Aidp} starts, shows and steers runs of one repository
 * on any engine.
 */
@NullMarked
package dev.aidp;

import org.jspecify.annotations.NullMarked;
