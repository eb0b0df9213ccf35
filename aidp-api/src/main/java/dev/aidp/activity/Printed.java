package dev.aidp.activity;

/**
 * What a step that is under way has printed last, for whoever looks from another host.
 *
 * @param host the name of the host that performs it
 * @param file its log there
 * @param end the end of that log, whole lines of this step; at most 4 KB, without secrets
 */
public record Printed(String host, String file, String end) {

  /** How long the end may be, in bytes. */
  public static final int MOST = 4_096;
}
