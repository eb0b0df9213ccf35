package dev.aidp.runtime.nativeengine;

/**
 * How many steps of each weight are performed at once in this process.
 *
 * @param lightweight default {@value #LIGHTWEIGHT}
 * @param standard default {@value #STANDARD}
 * @param heavyweight default {@value #HEAVYWEIGHT}
 */
public record NativeOptions(int lightweight, int standard, int heavyweight) {

  static final int LIGHTWEIGHT = 10;
  static final int STANDARD = 5;
  static final int HEAVYWEIGHT = 2;

  /** The defaults. */
  public static final NativeOptions DEFAULT = new NativeOptions(LIGHTWEIGHT, STANDARD, HEAVYWEIGHT);

  /** Checks the values. */
  public NativeOptions {
    if (lightweight < 1 || standard < 1 || heavyweight < 1) {
      throw new IllegalArgumentException("Each pool needs at least one place");
    }
  }
}
