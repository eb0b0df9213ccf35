package dev.aidp.run;

/**
 * What a run waits for a person for: it is {@link RunState#WAITING}, nobody needs to own it
 * meanwhile, and its time does not count.
 *
 * @param reason why, for programs: {@link #APPROVAL} or {@link #BUDGET}
 * @param message what is the matter, in a sentence
 * @param remedy what to do, with the commands to give
 */
public record Waiting(String reason, String message, String remedy) {

  /** It waits for {@link Steerable#approve()} or {@link Steerable#reject}. */
  public static final String APPROVAL = "approval";

  /** It waits for a larger budget: no turn may begin with what is left. */
  public static final String BUDGET = "budget";
}
