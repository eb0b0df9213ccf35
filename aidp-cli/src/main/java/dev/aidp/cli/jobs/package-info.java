/** The processes that work in the background on a repository, as all commands see them. */
@NullMarked
package dev.aidp.cli.jobs;

import org.jspecify.annotations.NullMarked;
