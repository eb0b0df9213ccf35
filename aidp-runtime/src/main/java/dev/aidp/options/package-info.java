/** How a process takes part: its Temporal service, what it does with the repository, its agents. */
@NullMarked
package dev.aidp.options;

import org.jspecify.annotations.NullMarked;
