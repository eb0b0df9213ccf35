/** One feature each. */
@NullMarked
package dev.aidp.examples;

import org.jspecify.annotations.NullMarked;
