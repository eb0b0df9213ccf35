/**
 * How a process reaches a Temporal service. {@link dev.aidp.temporal.TemporalConnection} is the
 * whole of it: the connection of the application, or what is needed to make one.
 */
@NullMarked
package dev.aidp.temporal;

import org.jspecify.annotations.NullMarked;
