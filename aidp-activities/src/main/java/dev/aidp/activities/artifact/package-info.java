/**
 * Artifacts as files, each named by its content. Start at {@link
 * dev.aidp.activities.artifact.ContentStore}; it implements the store of the API, without secrets.
 */
@NullMarked
package dev.aidp.activities.artifact;

import org.jspecify.annotations.NullMarked;
