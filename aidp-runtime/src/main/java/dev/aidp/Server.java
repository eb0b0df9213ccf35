package dev.aidp;

import dev.aidp.failure.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal service.
 *
 * @param target its address, {@code HOST:PORT}
 * @param namespace its namespace
 */
record Server(String target, String namespace) {

  /**
   * Returns where a run is that was started on {@code recorded}, or on the usual service if that is
   * null: what a process was told itself counts more.
   */
  static Server of(AidpOptions options, @Nullable Server recorded) {
    return new Server(
        recorded == null || options.targetGiven() ? options.target() : recorded.target,
        recorded == null || options.namespaceGiven() ? options.namespace() : recorded.namespace);
  }

  /** Returns what to say of a run that is not here but, as far as is known, on {@code recorded}. */
  UsageException without(String run, @Nullable Server recorded) {
    String begun = recorded == null ? "" : " It was started on %s.".formatted(recorded);
    return new UsageException(
        "The run '%s' is not on the Temporal service %s.%s".formatted(run, this, begun),
        "--target",
        "Leave --target and --namespace out: the run is then looked for where it was started.");
  }

  @Override
  public String toString() {
    return target + " (namespace " + namespace + ")";
  }
}
