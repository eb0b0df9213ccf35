/** Time that passes at once. */
@NullMarked
package dev.aidp.testkit.time;

import org.jspecify.annotations.NullMarked;
