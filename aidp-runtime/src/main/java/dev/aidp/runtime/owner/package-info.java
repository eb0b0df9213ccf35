/**
 * Which processes of this machine live, told by locks that die with them: {@link
 * dev.aidp.runtime.owner.Owners}. Knows nothing of runs; both engines use it.
 */
@NullMarked
package dev.aidp.runtime.owner;

import org.jspecify.annotations.NullMarked;
