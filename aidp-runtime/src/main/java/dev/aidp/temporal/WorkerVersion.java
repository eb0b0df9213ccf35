package dev.aidp.temporal;

/**
 * Which code a worker has: a run stays with workers of the build on which it began, as they can
 * replay it; a new one begins on the build that an operator has made the current one.
 *
 * @param deployment the name of all builds together
 * @param build this one
 */
public record WorkerVersion(String deployment, String build) {

  /** Checks the names, of which Temporal makes one. */
  public WorkerVersion {
    if (deployment.isBlank() || deployment.contains(".") || deployment.contains(":")) {
      throw new IllegalArgumentException(
          "The name of a deployment is not empty and has no dot and no colon: " + deployment);
    }
    if (build.isBlank()) {
      throw new IllegalArgumentException("A build needs a name");
    }
  }
}
