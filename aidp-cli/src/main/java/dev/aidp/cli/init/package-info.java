/** Proposes a settings file from what a repository holds: {@link dev.aidp.cli.init.Proposal}. */
@NullMarked
package dev.aidp.cli.init;

import org.jspecify.annotations.NullMarked;
