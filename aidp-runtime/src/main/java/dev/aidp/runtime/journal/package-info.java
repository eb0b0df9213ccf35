/**
 * What a native run leaves on disk: one SQLite file. {@link dev.aidp.runtime.journal.Database}
 * opens it and is the only way to it, {@link dev.aidp.runtime.journal.Journal} holds runs, entries
 * and messages. Knows nothing of workflows.
 */
@NullMarked
package dev.aidp.runtime.journal;

import org.jspecify.annotations.NullMarked;
