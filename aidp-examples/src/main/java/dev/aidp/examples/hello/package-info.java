/** The smallest program: one work loop, started from Java. */
@NullMarked
package dev.aidp.examples.hello;

import org.jspecify.annotations.NullMarked;
