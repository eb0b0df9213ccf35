/**
 * What a run is: its identity, its settings and limits, its states, and what can be said to it
 * while it runs. Pure values; start at {@link dev.aidp.run.RunSettings}. May use failures and texts
 * only.
 */
@NullMarked
package dev.aidp.run;

import org.jspecify.annotations.NullMarked;
