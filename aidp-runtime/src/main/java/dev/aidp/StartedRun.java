package dev.aidp;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A run as whoever started it, or attached to it by the same start, has it. */
final class StartedRun<R> extends DefaultRunHandle implements TypedHandle<R> {

  private final @Nullable Type result;

  /**
   * Makes it.
   *
   * @param result what its workflow returns, or null: as its kind says
   */
  StartedRun(String id, Parts parts, Fork fork, @Nullable Type result) {
    super(id, parts, fork);
    this.result = result;
  }

  @Override
  public CompletableFuture<R> result() {
    return returned(result == null ? typed(run()).result() : result);
  }
}
