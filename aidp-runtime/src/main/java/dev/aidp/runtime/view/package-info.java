/**
 * A run as it is shown: {@link dev.aidp.runtime.view.RunView} is the JSON document of the command
 * line.
 */
@NullMarked
package dev.aidp.runtime.view;

import org.jspecify.annotations.NullMarked;
