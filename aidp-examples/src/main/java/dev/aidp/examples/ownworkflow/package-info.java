/**
 * A workflow of the application's own, composed of Aidp's and of a step of its own: {@link
 * dev.aidp.examples.ownworkflow.AnnouncedChange}. It runs on both engines unchanged.
 */
@NullMarked
package dev.aidp.examples.ownworkflow;

import org.jspecify.annotations.NullMarked;
