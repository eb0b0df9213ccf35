package dev.aidp.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run waits for a person for: it is {@link RunState#WAITING}, nobody needs to own it
 * meanwhile, and its time does not count.
 *
 * @param reason why, for programs: {@link #APPROVAL} or {@link #BUDGET}
 * @param message what is the matter, in a sentence
 * @param remedy what to do, with the commands to give
 * @param since when it began to; null in what older versions wrote
 */
public record Waiting(String reason, String message, String remedy, @Nullable Instant since) {

  /** It waits for {@link Steerable#approve()} or {@link Steerable#reject}. */
  public static final String APPROVAL = "approval";

  /** It waits for a larger budget: no turn may begin with what is left. */
  public static final String BUDGET = "budget";
}
