package dev.aidp.activities.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended, with what it wrote. To be closed: its files are removed then.
 *
 * @param how whether by itself
 * @param exitCode null unless it ended by itself
 * @param problem why it could not be started, else empty
 * @param begun when it was begun: nothing that it has written is older
 * @param took how long it ran
 * @param output what is kept of its standard output
 * @param errors what is kept of its standard error
 * @param folder where both are
 */
public record ProcessResult(
    How how,
    @Nullable Integer exitCode,
    String problem,
    Instant begun,
    Duration took,
    SpooledOutput output,
    SpooledOutput errors,
    Path folder)
    implements Closeable {

  /** What ended a command. */
  public enum How {
    /** Itself. */
    EXITED,
    /** Its time-out. */
    TIMED_OUT,
    /** That it wrote nothing for too long. */
    SILENT,
    /** That it did not exit though it had said all. */
    LINGERED,
    /** Somebody who cancelled it. */
    CANCELLED,
    /** It never began. */
    NOT_STARTED
  }

  @Override
  public void close() throws IOException {
    output.close();
    errors.close();
    Folders.delete(folder);
  }
}
