/** The step that makes of what a person asks what a run works on. */
@NullMarked
package dev.aidp.request;

import org.jspecify.annotations.NullMarked;
