package dev.aidp.workflows.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.activity.Printed;
import dev.aidp.workflows.wire.Wire;
import java.util.Optional;

/**
 * What a step says by its beats, besides what a later start of it needs: what it has printed last.
 */
public final class BeatDetails {

  private static final String PRINTED = "printed";

  private BeatDetails() {}

  static JsonNode with(Printed printed, ObjectNode traces) {
    return traces.set(PRINTED, Wire.tree(Wire.json(printed)));
  }

  /** Returns what the details {@code json} tell of what the step has printed last. */
  public static Optional<Printed> printed(String json) {
    JsonNode told = Wire.tree(json).path(PRINTED);
    return told.isObject()
        ? Optional.of(Wire.read(told.toString(), Printed.class))
        : Optional.empty();
  }
}
