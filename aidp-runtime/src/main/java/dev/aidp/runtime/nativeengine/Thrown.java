package dev.aidp.runtime.nativeengine;

import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/** What code called by reflection threw. */
final class Thrown {

  private Thrown() {}

  /** Returns {@code e} to be thrown on; throws it itself if it is an error. */
  static RuntimeException unchecked(@Nullable Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException same ? same : new UndeclaredThrowableException(e);
  }
}
