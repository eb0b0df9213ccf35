/** Looks at a repository: what it is built with, what tests it, what is in its tree. Uses git. */
@NullMarked
package dev.aidp.activities.analysis;

import org.jspecify.annotations.NullMarked;
