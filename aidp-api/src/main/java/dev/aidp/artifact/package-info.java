/**
 * Large texts and files, kept once by their content. Steps pass references, never the bytes. Start
 * at {@link dev.aidp.artifact.ArtifactStore}.
 */
@NullMarked
package dev.aidp.artifact;

import org.jspecify.annotations.NullMarked;
