/**
 * What is done to the repository: {@link dev.aidp.git.GitActivities}. The user's checkout, index,
 * branch and stash are never touched.
 */
@NullMarked
package dev.aidp.git;

import org.jspecify.annotations.NullMarked;
