package dev.aidp.analysis;

import java.util.Objects;

/**
 * What is looked at.
 *
 * @param base the ref, {@code HEAD} where nobody says
 */
public record AnalyzeRequest(String base) {

  /** Fills in what somebody's own Temporal client has left out. */
  public AnalyzeRequest {
    base = Objects.requireNonNullElse(base, "HEAD");
  }
}
