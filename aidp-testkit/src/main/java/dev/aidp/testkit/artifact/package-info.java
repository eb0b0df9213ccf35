/**
 * What every store of artifacts must do. Start at {@link
 * dev.aidp.testkit.artifact.ObjectStoreContract}: extend it and name the store.
 */
@NullMarked
package dev.aidp.testkit.artifact;

import org.jspecify.annotations.NullMarked;
