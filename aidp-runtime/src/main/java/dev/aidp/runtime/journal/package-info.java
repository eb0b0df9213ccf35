/**
 * What a native run leaves on disk: one SQLite file. {@link dev.aidp.runtime.journal.Database}
 * opens it and is the only way to it, {@link dev.aidp.runtime.journal.Journal} holds runs, entries
 * and messages, {@link dev.aidp.runtime.journal.Owners} says which process is alive. Knows nothing
 * of workflows.
 */
@NullMarked
package dev.aidp.runtime.journal;

import org.jspecify.annotations.NullMarked;
