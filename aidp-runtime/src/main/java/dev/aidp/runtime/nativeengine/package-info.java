/**
 * The engine inside the process. Enter at {@link dev.aidp.runtime.nativeengine.NativeEngine};
 * {@code Program} is a workflow that entries are delivered to, without any effect outside, {@code
 * RunLoop} makes the entries: it journals what happens, delivers it, and starts what the program
 * asks for. May use {@code journal} and the wire form; knows no workflow and no activity of Aidp.
 */
@NullMarked
package dev.aidp.runtime.nativeengine;

import org.jspecify.annotations.NullMarked;
