package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.workflows.temporal.RunMemo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Under which id and where a run is started, and by what it is found.
 *
 * <pre>{@code
 * StartOptions options =
 *     StartOptions.id("release-7").on("temporal").withMemo(Map.of("team", "core"));
 * RunHandle run = aidp.start(request, options); // or attaches to the run that there is
 * }</pre>
 *
 * @param id the run's id, or null to make one from the text
 * @param engine {@code native} or {@code temporal}; null for the usual one ({@link
 *     dev.aidp.options.AidpOptions.ForRuns})
 * @param labels its memo and its first search attributes
 */
public record StartOptions(@Nullable String id, @Nullable String engine, Labels labels) {

  /** Checks the names in the memo. */
  public StartOptions {
    for (String name : labels.memo().keySet()) {
      if (name.startsWith(RunMemo.OURS)) {
        throw new UsageException(
            "'%s' cannot be in a memo: what begins with %s is Aidp's."
                .formatted(name, RunMemo.OURS),
            name,
            "Call it otherwise.");
      }
    }
  }

  /** Returns a start on the usual engine under an id that is made from the text. */
  public static StartOptions defaults() {
    return new StartOptions(null, null, Labels.NONE);
  }

  /** Returns a start on the usual engine under this id. */
  public static StartOptions id(String id) {
    return defaults().withId(id);
  }

  /** Returns a copy with this id. */
  public StartOptions withId(@Nullable String other) {
    return new StartOptions(other, engine, labels);
  }

  /** Returns a copy for this engine. */
  public StartOptions on(String other) {
    return new StartOptions(id, other, labels);
  }

  /**
   * Returns a copy with this memo, by name: what is remembered of the run for good. It is in its
   * view, {@link RunFilter#with} finds it, its workflow reads it, and Temporal's Web UI shows it.
   */
  public StartOptions withMemo(Map<String, String> memo) {
    return new StartOptions(id, engine, new Labels(memo, labels.attributes()));
  }

  /**
   * Returns a copy with these search attributes, which the run's workflow may change. On Temporal
   * each is a keyword that the service knows.
   */
  public StartOptions withAttributes(Map<String, String> attributes) {
    return new StartOptions(id, engine, labels.withAttributes(attributes));
  }
}
