/** Benchmarks and the overhead report. */
@NullMarked
package dev.aidp.bench;

import org.jspecify.annotations.NullMarked;
