package dev.aidp.runtime.view;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as it is shown.
 *
 * @param code the exit code
 * @param message what is wrong
 * @param where the place, or null
 * @param remedy what to do, or null
 * @param details each finding
 */
public record ErrorView(
    int code,
    String message,
    @Nullable String where,
    @Nullable String remedy,
    List<UsageException.Detail> details) {

  /** Copies the findings. */
  public ErrorView {
    details = ImmutableList.copyOf(details);
  }

  /** Returns an error without findings. */
  public static ErrorView of(int code, String message, @Nullable String remedy) {
    return new ErrorView(code, message, null, remedy, ImmutableList.of());
  }
}
