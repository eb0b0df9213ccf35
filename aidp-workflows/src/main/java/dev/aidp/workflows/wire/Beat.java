package dev.aidp.workflows.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.activity.Printed;
import dev.aidp.activity.StepInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step under way says of itself, for a later start of it and for whoever looks.
 *
 * @param said what it has said last, or null
 * @param kept the part of its outcome that it has kept, or null
 * @param printed what it has printed last, or null
 */
public record Beat(@Nullable JsonNode said, @Nullable JsonNode kept, @Nullable Printed printed) {

  /** Says nothing. */
  public static final Beat NONE = new Beat(null, null, null);

  /** Says that it waits for a place. */
  public static final Beat WAITING = NONE.saying(StepInfo.WAITING);

  /** Reads one; what is none, of a start that never began, says nothing. */
  public static Beat read(@Nullable String json) {
    if (json == null) {
      return NONE;
    }
    try {
      Beat beat = Wire.read(json, Beat.class);
      return beat == null ? NONE : beat;
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  /** Returns a copy that says this. */
  public Beat saying(Object what) {
    return new Beat(Wire.tree(Wire.json(what)), kept, printed);
  }

  /** Returns a copy that has kept this. */
  public Beat keeping(Object part) {
    return new Beat(said, Wire.tree(Wire.json(part)), printed);
  }

  /** Returns a copy that has printed this. */
  public Beat printing(@Nullable Printed now) {
    return new Beat(said, kept, now);
  }

  /** Returns a copy that has what {@code earlier} had where this has nothing. */
  public Beat after(Beat earlier) {
    JsonNode before = earlier.waits() ? null : earlier.said;
    return new Beat(
        said == null || waits() && before != null ? before : said,
        kept == null ? earlier.kept : kept,
        printed);
  }

  /** Returns a copy that does not wait any more, if this does. */
  public Beat begun() {
    return waits() ? new Beat(null, kept, printed) : this;
  }

  /** Returns whether it says that it waits for a place. */
  public boolean waits() {
    return said != null && said.isTextual() && said.asText().equals(StepInfo.WAITING);
  }

  /** Returns what it said, for a later start: that it waited is nothing to that one. */
  public <D> Optional<D> said(Class<D> type) {
    return waits() ? Optional.empty() : read(said, type);
  }

  /** Returns what it has kept. */
  public <P> Optional<P> kept(Class<P> type) {
    return read(kept, type);
  }

  private static <T> Optional<T> read(@Nullable JsonNode value, Class<T> type) {
    return value == null || value.isNull()
        ? Optional.empty()
        : Optional.of(Wire.<T>read(value.toString(), type));
  }
}
