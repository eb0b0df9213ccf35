package dev.aidp.run;

import org.jspecify.annotations.Nullable;

/**
 * What a part of a run says of itself to the run.
 *
 * @param part the part's run id
 * @param waiting what it waits for a person for, or null: it goes on
 */
public record ChildWaiting(String part, @Nullable Waiting waiting) {}
