package dev.aidp.cli.io;

import dev.aidp.runtime.view.ErrorView;
import org.jspecify.annotations.Nullable;

/** A command ends with an exit code of its own; the message says why. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorView error;

  /** Makes one that is shown as {@code error}. */
  public CliException(ErrorView error) {
    super(error.message());
    this.error = error;
  }

  /** Makes one with its exit code, and what to do or null. */
  public CliException(int code, String message, @Nullable String remedy) {
    this(ErrorView.of(code, message, remedy));
  }

  /** Returns how it is shown. */
  public ErrorView error() {
    return error;
  }
}
