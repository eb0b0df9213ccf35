package dev.aidp.artifact;

import dev.aidp.run.Names;

/**
 * A file that a unit has left for others.
 *
 * @param unit who left it
 * @param name its name, {@code [A-Za-z0-9._-]+}
 * @param ref its content in the {@link ArtifactStore}
 */
public record Artifact(String unit, String name, String ref) {

  /** Refuses names that are none. */
  public Artifact {
    Names.unit(unit);
    Names.file(name);
  }
}
