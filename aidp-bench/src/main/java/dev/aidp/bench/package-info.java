/**
 * What durability costs, as programs that print tables: {@link dev.aidp.bench.Overhead} (an
 * iteration's), {@link dev.aidp.bench.ManyUnits} (a large feature), {@link dev.aidp.bench.Recovery}
 * (going on after a kill). May use everything; nobody uses it.
 */
@NullMarked
package dev.aidp.bench;

import org.jspecify.annotations.NullMarked;
