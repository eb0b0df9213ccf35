/** The run that looks at a repository. Uses steering. */
@NullMarked
package dev.aidp.workflows.analysis;

import org.jspecify.annotations.NullMarked;
