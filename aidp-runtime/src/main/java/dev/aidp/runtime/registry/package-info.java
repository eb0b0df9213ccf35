/**
 * Which runs a repository has: {@link dev.aidp.runtime.registry.RunRegistry}. It, not an engine,
 * says whether a run exists, on which engine it is and what it was started with. May use the
 * database only.
 */
@NullMarked
package dev.aidp.runtime.registry;

import org.jspecify.annotations.NullMarked;
