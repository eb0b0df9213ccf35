package dev.aidp.provider;

import dev.aidp.run.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a program's output says of its turn.
 *
 * @param reply the agent's final text; null if that is all of standard output
 * @param usage what it used: in this turn, or since the session began if the program has {@link
 *     Capabilities.Feature#RUNNING_TOTALS}
 * @param over whether the turn came to its end: this decides, not the exit code
 * @param fault why it failed, or null; with it the turn has failed even if it came to its end
 */
public record TurnOutput(
    @Nullable String reply, Usage usage, boolean over, @Nullable ProviderError fault) {}
