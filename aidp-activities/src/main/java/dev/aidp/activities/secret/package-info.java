/**
 * What must not be told: {@link dev.aidp.activities.secret.Secrets} knows the values, {@link
 * dev.aidp.activities.secret.Redactor} takes them out of a stream, {@link
 * dev.aidp.activities.secret.InheritedEnvironment} says which variables a command inherits at all.
 * Pure; knows nothing of Aidp.
 */
@NullMarked
package dev.aidp.activities.secret;

import org.jspecify.annotations.NullMarked;
