/**
 * A run as it goes on. {@link dev.aidp.cli.progress.Progress} shows one view after the other;
 * {@link dev.aidp.cli.progress.ProgressEvents} and {@link dev.aidp.cli.progress.ProgressFrame} are
 * pure and say what is shown.
 */
@NullMarked
package dev.aidp.cli.progress;

import org.jspecify.annotations.NullMarked;
