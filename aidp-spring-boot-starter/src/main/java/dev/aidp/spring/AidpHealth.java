package dev.aidp.spring;

import com.google.common.collect.ImmutableMap;
import dev.aidp.Aidp;
import dev.aidp.WorkerStatus;
import java.util.Map;

/**
 * How Aidp is, as a probe is told it.
 *
 * @param up whether it takes steps, or need not
 * @param details why it does not, and how its places are used
 */
record AidpHealth(boolean up, Map<String, Object> details) {

  static AidpHealth of(Aidp aidp, AidpWorker worker) {
    String repository = aidp.top().toString();
    if (!worker.works()) {
      return new AidpHealth(true, ImmutableMap.of("repository", repository, "works", false));
    }
    WorkerStatus status = aidp.workerStatus();
    ImmutableMap.Builder<String, Object> details = ImmutableMap.builder();
    details.put("repository", repository).put("runs", status.runs());
    status
        .places()
        .forEach(
            (weight, pool) ->
                details.put(weight, "%d of %d places".formatted(pool.taken(), pool.offered())));
    String reason = status.reason();
    if (reason != null) {
      details.put("reason", reason);
    }
    return new AidpHealth(status.ready(), details.buildOrThrow());
  }
}
