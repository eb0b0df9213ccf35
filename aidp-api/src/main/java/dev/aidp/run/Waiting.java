package dev.aidp.run;

import dev.aidp.wire.WireNamed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for a person for: it is {@link RunState#WAITING}, nobody needs to own it
 * meanwhile, and its time does not count.
 *
 * @param reason why
 * @param message what is the matter, in a sentence
 * @param remedy what to do, in a sentence
 * @param setting the setting that stands in its way, such as {@code budget.usd}; null if none does
 * @param since when it began to
 */
public record Waiting(
    Reason reason, String message, String remedy, @Nullable String setting, Instant since) {

  /** Why a run waits. */
  public enum Reason implements WireNamed {
    /** It waits for {@link Steerable#approve()} or {@link Steerable#reject}. */
    APPROVAL,
    /** It waits for a larger budget: no turn may begin with what is left. */
    BUDGET
  }
}
