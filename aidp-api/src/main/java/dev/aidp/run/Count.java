package dev.aidp.run;

/** How many there are, in words. */
public final class Count {

  private Count() {}

  /** Returns {@code 1 unit}, {@code 2 units}: the plural is that of most English nouns. */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  /** Returns {@code 1 branch}, {@code 2 branches}. */
  public static String of(long number, String noun, String plural) {
    return number + " " + (number == 1 ? noun : plural);
  }
}
