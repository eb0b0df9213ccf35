/**
 * A feature that is stopped for a night. Start at {@link
 * dev.aidp.examples.maintenance.FortyOfFifty}. Uses the façade only.
 */
@NullMarked
package dev.aidp.examples.maintenance;

import org.jspecify.annotations.NullMarked;
