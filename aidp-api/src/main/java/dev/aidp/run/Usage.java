package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What work has used. Kinds of tokens do not overlap.
 *
 * @param inputTokens read afresh
 * @param cacheReadTokens read from the provider's cache
 * @param cacheWriteTokens written to it
 * @param outputTokens written, thinking included
 * @param costMicroUsd the price in millionths of a US dollar
 * @param estimated whether any of the price comes from a table and not from the provider
 * @param cleanRuns how often checks ran in a clean checkout
 */
public record Usage(
    long inputTokens,
    long cacheReadTokens,
    long cacheWriteTokens,
    long outputTokens,
    long costMicroUsd,
    boolean estimated,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int cleanRuns) {

  /** One run of checks in a clean checkout. */
  public static final Usage CLEAN_RUN = new Usage(0, 0, 0, 0, 0, false, 1);

  /** Nothing used. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, false);

  /** Makes what a turn has used. */
  public Usage(
      long inputTokens,
      long cacheReadTokens,
      long cacheWriteTokens,
      long outputTokens,
      long costMicroUsd,
      boolean estimated) {
    this(inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costMicroUsd, estimated, 0);
  }

  /** Returns both together. */
  public Usage plus(Usage other) {
    return new Usage(
        inputTokens + other.inputTokens,
        cacheReadTokens + other.cacheReadTokens,
        cacheWriteTokens + other.cacheWriteTokens,
        outputTokens + other.outputTokens,
        costMicroUsd + other.costMicroUsd,
        estimated || other.estimated,
        cleanRuns + other.cleanRuns);
  }

  /** Returns what is left of this without {@code other}, nothing less than zero. */
  public Usage minus(Usage other) {
    return new Usage(
        Math.max(0, inputTokens - other.inputTokens),
        Math.max(0, cacheReadTokens - other.cacheReadTokens),
        Math.max(0, cacheWriteTokens - other.cacheWriteTokens),
        Math.max(0, outputTokens - other.outputTokens),
        Math.max(0, costMicroUsd - other.costMicroUsd),
        estimated,
        Math.max(0, cleanRuns - other.cleanRuns));
  }

  /** Returns the price in US dollars. */
  public double costUsd() {
    return costMicroUsd / 1e6;
  }

  /** Returns all tokens, of whatever kind. */
  public long tokens() {
    return inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens;
  }
}
