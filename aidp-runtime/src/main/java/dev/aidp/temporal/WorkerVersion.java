package dev.aidp.temporal;

import dev.aidp.failure.UsageException;

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
      throw new UsageException(
          "'%s' is not the name of a deployment.".formatted(deployment),
          "deployment",
          "Use one that is not empty and has no dot and no colon.");
    }
    if (build.isBlank()) {
      throw new UsageException("A build needs a name.", "build", "Use the version of the code.");
    }
  }
}
