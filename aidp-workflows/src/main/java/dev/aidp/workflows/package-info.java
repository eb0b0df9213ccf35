/** The workflows and their pure decisions. */
@NullMarked
package dev.aidp.workflows;

import org.jspecify.annotations.NullMarked;
