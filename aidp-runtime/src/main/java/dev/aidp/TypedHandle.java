package dev.aidp;

import java.util.concurrent.CompletableFuture;

/**
 * A run whose starter knows what it returns.
 *
 * <pre>{@code
 * FeatureState end = aidp.start(FeatureRequest.of("Add CSV export")).result().join();
 * }</pre>
 *
 * @param <R> what its workflow returns
 */
public interface TypedHandle<R> extends RunHandle {

  /**
   * Completes with what its workflow returned, as {@link #result(Class)} does; it asks anew at each
   * call, so that of a run that was retried it is that of the last generation.
   */
  CompletableFuture<R> result();
}
