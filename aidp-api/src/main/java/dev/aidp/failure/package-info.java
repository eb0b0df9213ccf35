/**
 * What can go wrong, as values and as exceptions. {@link dev.aidp.failure.AidpException} is the one
 * root; {@link dev.aidp.failure.Failure} is what is recorded and shown.
 */
@NullMarked
package dev.aidp.failure;

import org.jspecify.annotations.NullMarked;
