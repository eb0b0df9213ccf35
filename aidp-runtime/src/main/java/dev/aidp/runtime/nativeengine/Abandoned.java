package dev.aidp.runtime.nativeengine;

/**
 * Ends a workflow's thread that waits for what will not come in this process. No workflow catches
 * errors.
 */
final class Abandoned extends Error {

  private static final long serialVersionUID = 1L;

  Abandoned() {
    super("this run has ended, or goes on elsewhere", null, false, false);
  }
}
