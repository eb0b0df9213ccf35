package dev.aidp.runtime.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.UnitReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a unit that has failed waits for before it is tried again.
 *
 * @param reason why it is tried again
 * @param until when that will be
 * @param number which attempt, or within one which try of its turn, that will be; null if unknown
 * @param most how many there are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryView(
    FailureKind reason, Instant until, @Nullable Integer number, @Nullable Integer most) {

  /** Returns what is to be shown of work that waits so, or null where nothing has failed. */
  static @Nullable RetryView of(AwaitedAgents parked, UnitReport.Tries tries) {
    FailureKind reason = parked.reason();
    AwaitedAgents.Again again = parked.again();
    if (reason == null) {
      return null;
    }
    if (again != null) {
      return new RetryView(reason, parked.until(), again.number() + 1, again.most() + 1);
    }
    Integer most = tries.maxAttempts();
    return new RetryView(reason, parked.until(), most == null ? null : tries.attempts(), most);
  }
}
