/**
 * How values and calls look outside a process: {@link dev.aidp.workflows.wire.Wire} is the JSON of
 * every engine, {@link dev.aidp.workflows.wire.WireNames} reads the names from the annotations,
 * {@link dev.aidp.workflows.wire.CapturedCall} turns a typed call into a name and arguments. Knows
 * no workflow.
 */
@NullMarked
package dev.aidp.workflows.wire;

import org.jspecify.annotations.NullMarked;
