package dev.aidp.testkit.junit;

import java.util.Arrays;
import java.util.Locale;

/** Where a test is played. */
public enum TestEngine {
  /** In this process; time passes at once where everything waits. */
  NATIVE("native"),
  /** On a Temporal server in memory, of the test's own; time passes at once likewise. */
  MEMORY("temporal"),
  /** On a real development server, which all tests of the JVM share; its time is the machine's. */
  SERVER("temporal");

  /** The system property that says where tests are played that do not say it themselves. */
  public static final String PROPERTY = "aidp.test.engine";

  private final String wireName;

  TestEngine(String wireName) {
    this.wireName = wireName;
  }

  /** Returns what runs call it. */
  public String wireName() {
    return wireName;
  }

  /**
   * Returns what {@value #PROPERTY} says: {@code native}, {@code memory} or {@code server};
   * natively if it says nothing.
   *
   * @throws IllegalArgumentException if it says something else
   */
  public static TestEngine usual() {
    String said = System.getProperty(PROPERTY, "native").strip();
    return Arrays.stream(values())
        .filter(one -> one.toString().equals(said))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no engine '%s' for tests. Set -D%s to native, memory or server."
                        .formatted(said, PROPERTY)));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
