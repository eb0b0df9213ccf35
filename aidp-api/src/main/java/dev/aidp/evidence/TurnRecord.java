package dev.aidp.evidence;

import dev.aidp.run.Role;
import org.jspecify.annotations.Nullable;

/**
 * A turn of an agent.
 *
 * @param attempt of the work, from 1
 * @param iteration of the attempt, from 1; a turn that was repeated has the same
 * @param agent the command, or the provider's name
 * @param prompt the prompt; null where none was written
 * @param reply the reply; empty where there was none
 * @param failure the kind of its failure, or null
 * @param role what it was asked to do
 */
public record TurnRecord(
    int attempt,
    int iteration,
    String agent,
    @Nullable String prompt,
    String reply,
    @Nullable String failure,
    Role role) {}
