package dev.aidp;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import java.util.Optional;

/** On which engine a run is, and how it stands there. */
interface Whereabouts {

  /** Returns the engine of {@code run}, to look at it and to steer it. */
  Engine at(RunRecord run);

  /**
   * Returns who works on {@code run}, where it is.
   *
   * @throws dev.aidp.failure.UsageException if it is not on the service that this process was told
   */
  Engine.Condition condition(RunRecord run);

  /** Returns the workflow with this type name, if this process has it. */
  Optional<Class<?>> workflow(String type);
}
