/** The Temporal engine on the in-memory server and on a real one. */
@NullMarked
package dev.aidp.testkit.temporal;

import org.jspecify.annotations.NullMarked;
