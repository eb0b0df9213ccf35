package dev.aidp;

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
}
