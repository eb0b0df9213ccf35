package dev.aidp.artifact;

/**
 * A file that a unit has left for others.
 *
 * @param unit who left it
 * @param name its name, {@code [A-Za-z0-9._-]+}
 * @param ref its content in the {@link ArtifactStore}
 */
public record Artifact(String unit, String name, String ref) {}
