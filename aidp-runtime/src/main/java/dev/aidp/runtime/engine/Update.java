package dev.aidp.runtime.engine;

import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;

/**
 * An update on its way to a run.
 *
 * @param id unique in its run, so that sending it twice is sending it once
 * @param name the update's wire name
 * @param args its arguments as a JSON array
 */
public record Update(String id, String name, String args) {

  /** Makes one of {@code call}. */
  public static Update of(String id, CapturedCall call) {
    return new Update(id, WireNames.update(call.method()), Wire.sent(call.method(), call.args()));
  }
}
