package dev.aidp.cli;

/** What is logged is not what is said: of libraries nothing is shown unless more is asked for. */
final class Logging {

  private static final String SIMPLE = "org.slf4j.simpleLogger.";

  private Logging() {}

  /** Must be called before the first logger is made; a property that is set already stays. */
  static void quiet(boolean verbose) {
    set("showThreadName", "false");
    set("defaultLogLevel", verbose ? "info" : "off");
    if (!verbose) {
      set("log.dev.aidp", "warn");
      // It shows where workflow code is: a stack trace.
      set("log.dev.aidp.runtime.nativeengine.Watchdog", "off");
      set("showLogName", "false");
    }
  }

  private static void set(String key, String value) {
    if (System.getProperty(SIMPLE + key) == null) {
      System.setProperty(SIMPLE + key, value);
    }
  }
}
