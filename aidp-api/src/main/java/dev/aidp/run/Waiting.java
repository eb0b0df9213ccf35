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
 * @param question what a unit asks, or null where none does
 */
public record Waiting(
    Reason reason,
    String message,
    String remedy,
    @Nullable String setting,
    Instant since,
    @Nullable Question question) {

  /** Makes one of a run in which nobody asks anything. */
  public Waiting(
      Reason reason, String message, String remedy, @Nullable String setting, Instant since) {
    this(reason, message, remedy, setting, since, null);
  }

  /**
   * What a unit asks.
   *
   * @param unit which one
   * @param text what its agent wants to know
   */
  public record Question(String unit, String text) {}

  /** Why a run waits. */
  public enum Reason implements WireNamed {
    /** It waits for {@link Steerable#approve()} or {@link Steerable#reject}. */
    APPROVAL,
    /** It waits for a larger budget: no turn may begin with what is left. */
    BUDGET,
    /** It waits for {@link Steerable#answer}: an agent has asked something. */
    QUESTION,
    /** What a unit needs has failed: that is redone, or the run goes on without it. */
    NEEDS
  }
}
