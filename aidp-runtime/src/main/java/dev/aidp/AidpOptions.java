package dev.aidp;

import org.jspecify.annotations.Nullable;

/**
 * How a process takes part.
 *
 * @param target the Temporal service of new runs, {@code HOST:PORT}
 * @param targetGiven whether it holds for every run; else a run stays with the service on which it
 *     was started
 * @param namespace its namespace
 * @param namespaceGiven whether that holds for every run
 * @param fallbackToNative whether a run that asks for a Temporal service that is not there may use
 *     the native engine
 * @param signCommits whether Aidp's commits are signed as git is configured
 * @param queues names of the task queues that differ from the usual ones
 */
public record AidpOptions(
    String target,
    boolean targetGiven,
    String namespace,
    boolean namespaceGiven,
    boolean fallbackToNative,
    boolean signCommits,
    java.util.Map<String, String> queues) {

  /** Where a Temporal service listens when nothing else is said. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7233";

  /** Returns the usual ones. */
  public static AidpOptions defaults() {
    return new AidpOptions(
        DEFAULT_TARGET, false, "default", false, false, false, java.util.Map.of());
  }

  /** Returns a copy with another service, for every run, where not null. */
  public AidpOptions at(@Nullable String otherTarget, @Nullable String otherNamespace) {
    return new AidpOptions(
        otherTarget == null ? target : otherTarget,
        targetGiven || otherTarget != null,
        otherNamespace == null ? namespace : otherNamespace,
        namespaceGiven || otherNamespace != null,
        fallbackToNative,
        signCommits,
        queues);
  }
}
