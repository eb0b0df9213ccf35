/** What of this package is measured: a prompt's writer is nobody else's. */
@NullMarked
package dev.aidp.activities.agent;

import org.jspecify.annotations.NullMarked;
