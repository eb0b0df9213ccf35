package dev.aidp.activities.spending;

import dev.aidp.run.Usage;

/**
 * What a model costs, in US dollars per million tokens.
 *
 * @param input tokens read afresh
 * @param cacheRead tokens read from the provider's cache
 * @param cacheWrite tokens written to it
 * @param output tokens written, thinking included
 */
public record Price(double input, double cacheRead, double cacheWrite, double output) {

  /** Returns the price of these tokens in millionths of a US dollar, rounded up. */
  long microUsd(Usage usage) {
    // A dollar per million tokens is a millionth of a dollar per token.
    return (long)
        Math.ceil(
            usage.inputTokens() * input
                + usage.cacheReadTokens() * cacheRead
                + usage.cacheWriteTokens() * cacheWrite
                + usage.outputTokens() * output);
  }
}
