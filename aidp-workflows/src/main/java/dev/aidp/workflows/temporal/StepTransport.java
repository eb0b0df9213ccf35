package dev.aidp.workflows.temporal;

import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a step needs to the host that performs it, and takes what it names to where every
 * other host finds it. Both happen while the step beats.
 */
public interface StepTransport {

  /** All steps of a run are performed where everything is. */
  StepTransport NONE = new StepTransport() {};

  /**
   * A step.
   *
   * @param run the id of its run, with that of its parents before it: {@code RUN} or {@code
   *     RUN/UNIT}
   * @param key what tells it from the others of its run
   * @param group which steps of the run it belongs to that go to one host; 0 for one that may be
   *     performed anywhere
   * @param epoch tells the places that they have had in turn: the last one is the highest; 0 for
   *     none
   */
  record Carried(String run, String key, int group, int epoch) {}

  /**
   * Called before the step is performed.
   *
   * @param arguments its arguments, as JSON
   * @throws UnusableException if nothing can be brought here now
   * @throws StepCancelledException if its place was given to another host: the step ends without an
   *     outcome
   */
  default void before(Carried step, String arguments) {}

  /**
   * Called when it has been performed, before the server is told.
   *
   * @param named its arguments and its outcome, as JSON
   * @param log what it prints to, or null
   * @throws UnusableException if nothing can be taken away now
   * @throws StepCancelledException if its place was given to another host: the step ends without an
   *     outcome
   */
  default void after(Carried step, String named, @Nullable Path log) {}

  /**
   * Called when it keeps a part of its outcome: what that names is taken away, and it too.
   *
   * @param name tells the step from every other one
   * @param part the part, as JSON
   * @throws UnusableException if nothing can be taken away now
   * @throws StepCancelledException if its place was given to another host
   */
  default void keep(Carried step, String name, String part) {}

  /** Returns what an earlier start of the step {@code name} has kept, on whatever host. */
  default Optional<String> kept(Carried step, String name) {
    return Optional.empty();
  }
}
