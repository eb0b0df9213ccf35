package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.failure.Failure;
import dev.aidp.failure.StepFailedException;
import dev.aidp.workflows.wire.Wire;
import io.temporal.workflow.SignalMethod;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * How a part of a run ended that was started by an earlier run of the same workflow: the server
 * tells that one only.
 *
 * @param part the part's id on the server
 * @param value what it returned, or null
 * @param failure why it failed, or null
 */
public record PartEnd(String part, @Nullable JsonNode value, @Nullable Failure failure) {

  /** The signal by which a part is told whose workflow shall hear of its end. */
  static final String TELL = "aidp_tell_end";

  /** The signal by which it tells. */
  static final String ENDED = "aidp_part_ended";

  /** A part hears that somebody waits for its end. */
  public interface Telling {

    /** The workflow with this id shall hear. */
    @SignalMethod(name = TELL)
    void tell(String workflowId);
  }

  /** A run hears of its parts' ends. */
  public interface Hearing {

    /** A part has ended. */
    @SignalMethod(name = ENDED)
    void ended(PartEnd end);
  }

  /** Returns what it returned, read as a {@code type}; null is what it may return. */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
  <R> R value(Type type) {
    if (failure != null) {
      throw new StepFailedException(failure);
    }
    return type == Void.class || value == null ? null : Wire.read(value.toString(), type);
  }
}
