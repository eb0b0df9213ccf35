/**
 * The engine on a Temporal service: {@link dev.aidp.runtime.temporal.TemporalEngine} starts, steers
 * and looks, {@link dev.aidp.runtime.temporal.TemporalWorker} performs. May use the edge in {@code
 * dev.aidp.workflows.temporal} and Temporal's client; knows no workflow and no activity of ours.
 */
@NullMarked
package dev.aidp.runtime.temporal;

import org.jspecify.annotations.NullMarked;
