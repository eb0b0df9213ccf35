/**
 * Finding runs and listening to them. Start at {@link dev.aidp.examples.watch.WatchedRun}. Uses the
 * façade only.
 */
@NullMarked
package dev.aidp.examples.watch;

import org.jspecify.annotations.NullMarked;
