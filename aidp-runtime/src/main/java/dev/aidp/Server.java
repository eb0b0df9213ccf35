package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.options.AidpOptions;
import dev.aidp.temporal.TemporalConnection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal service.
 *
 * @param target its address, {@code HOST:PORT}
 * @param namespace its namespace
 * @param application whose workers serve it there, or an empty text: anybody's
 * @param secured whether it is reached with the TLS and the key that this process was told
 */
record Server(String target, String namespace, String application, boolean secured) {

  /**
   * Returns where a run is that was started on {@code recorded}, or on the usual service if that is
   * null: what a process was told itself counts more.
   */
  static Server of(AidpOptions.ForTemporal options, String application, @Nullable Server recorded) {
    TemporalConnection told = options.connection();
    Server own =
        new Server(
            told.target(),
            told.namespace(),
            application,
            told instanceof TemporalConnection.Options to && to.secured());
    if (recorded == null) {
      return own;
    }
    String target = Objects.requireNonNullElse(options.everyRun().target(), recorded.target);
    return new Server(
        target,
        Objects.requireNonNullElse(options.everyRun().namespace(), recorded.namespace),
        recorded.application,
        target.equals(own.target) ? own.secured : recorded.secured);
  }

  /** Returns the way there, for a process with {@code options}. */
  TemporalConnection connection(AidpOptions.ForTemporal options) {
    if (!(options.connection() instanceof TemporalConnection.Options told)) {
      return options.connection();
    }
    TemporalConnection.Options to = told.withTarget(target).withNamespace(namespace);
    return secured ? to : to.unsecured(); // a key is for nobody else
  }

  /** Returns whether {@code other} is the same, however it is reached. */
  boolean same(@Nullable Server other) {
    return other != null && target.equals(other.target) && namespace.equals(other.namespace);
  }

  /** Returns what to say of a run that is not here but, as far as is known, on {@code recorded}. */
  UsageException without(String run, @Nullable Server recorded) {
    String begun = recorded == null ? "" : " It was started on %s.".formatted(recorded);
    return new UsageException(
        "The run '%s' is not on the Temporal service %s.%s".formatted(run, this, begun),
        "temporal.target",
        "Name neither target nor namespace: the run is then looked for where it was started.");
  }

  @Override
  public String toString() {
    return target + " (namespace " + namespace + ")";
  }
}
