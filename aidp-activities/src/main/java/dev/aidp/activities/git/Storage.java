package dev.aidp.activities.git;

import dev.aidp.failure.AidpException;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;

/** What an error of our own files means: no fault of the step, which is performed again later. */
final class Storage {

  private Storage() {}

  /**
   * Returns what to throw when {@code what}, such as "The lock x cannot be taken", is due to {@code
   * cause}.
   */
  static AidpException failed(String what, IOException cause) {
    if (cause instanceof ClosedByInterruptException
        || cause instanceof FileLockInterruptionException) {
      return new StepCancelledException("Interrupted. " + what + ".");
    }
    return UnusableException.ofStorage(what, cause);
  }
}
