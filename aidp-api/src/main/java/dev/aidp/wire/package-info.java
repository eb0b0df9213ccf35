/** What holds of everything that is sent or stored. */
@NullMarked
package dev.aidp.wire;

import org.jspecify.annotations.NullMarked;
