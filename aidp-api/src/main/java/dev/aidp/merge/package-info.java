/** Finished units into one green branch: {@link dev.aidp.merge.MergeAtomicUnitsWorkflow}. */
@NullMarked
package dev.aidp.merge;

import org.jspecify.annotations.NullMarked;
