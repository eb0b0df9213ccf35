/**
 * What an iteration costs more on an engine than in a plain loop ({@link
 * dev.aidp.bench.overhead.Overhead}), by Aidp's mapping and by the naive one; how long it takes to
 * go on after a kill ({@link dev.aidp.bench.overhead.Recovery}).
 */
@NullMarked
package dev.aidp.bench.overhead;

import org.jspecify.annotations.NullMarked;
