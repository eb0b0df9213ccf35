package dev.aidp;

import org.jspecify.annotations.Nullable;

/**
 * How a process takes part.
 *
 * @param target the Temporal service, {@code HOST:PORT}
 * @param namespace its namespace
 * @param fallbackToNative whether a run that asks for a Temporal service that is not there may use
 *     the native engine
 * @param signCommits whether Aidp's commits are signed as git is configured
 * @param queues names of the task queues that differ from the usual ones
 */
public record AidpOptions(
    String target,
    String namespace,
    boolean fallbackToNative,
    boolean signCommits,
    java.util.Map<String, String> queues) {

  /** Where a Temporal service listens when nothing else is said. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7233";

  /** Returns the usual ones. */
  public static AidpOptions defaults() {
    return new AidpOptions(DEFAULT_TARGET, "default", false, false, java.util.Map.of());
  }

  /** Returns a copy with another service, where not null. */
  public AidpOptions at(@Nullable String otherTarget, @Nullable String otherNamespace) {
    return new AidpOptions(
        otherTarget == null ? target : otherTarget,
        otherNamespace == null ? namespace : otherNamespace,
        fallbackToNative,
        signCommits,
        queues);
  }
}
