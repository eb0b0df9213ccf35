/**
 * What durability costs, as programs that print tables: {@link dev.aidp.bench.Bench} (an
 * iteration's overhead, single decisions, long runs), {@link dev.aidp.bench.ManyUnits} (a large
 * feature), {@link dev.aidp.bench.Fleet} (several hosts). May use everything; nobody uses it.
 */
@NullMarked
package dev.aidp.bench;

import org.jspecify.annotations.NullMarked;
