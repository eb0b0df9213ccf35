/** Places that cannot be used: the same on every engine. */
@NullMarked
package dev.aidp.testkit.disk;

import org.jspecify.annotations.NullMarked;
