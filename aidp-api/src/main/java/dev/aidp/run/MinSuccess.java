package dev.aidp.run;

/**
 * How many of a feature's units must be in the branch for a partial result.
 *
 * @param amount a number of units, or a share in percent
 * @param percent whether {@code amount} is a share
 */
public record MinSuccess(int amount, boolean percent) {

  /** Refuses a negative number and a share above 100. */
  public MinSuccess {
    if (amount < 0 || percent && amount > 100) {
      throw new IllegalArgumentException(
          "min-success must be a number of units or 0% to 100%: " + amount);
    }
  }

  /** Returns {@value Defaults#MIN_SUCCESS_PERCENT} %. */
  public static MinSuccess defaults() {
    return new MinSuccess(Defaults.MIN_SUCCESS_PERCENT, true);
  }

  /** Returns whether {@code in} of {@code total} units are enough. */
  public boolean reached(int in, int total) {
    return percent ? in * 100L >= (long) amount * total : in >= Math.min(amount, total);
  }

  /** Returns it as a person writes it: {@code 4} or {@code 80%}. */
  @Override
  public String toString() {
    return percent ? amount + "%" : String.valueOf(amount);
  }
}
