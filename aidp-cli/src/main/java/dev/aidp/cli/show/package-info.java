/**
 * Runs, lists and timelines as text for people: pure, from views to lines. Start at {@link
 * dev.aidp.cli.show.RunText}.
 */
@NullMarked
package dev.aidp.cli.show;

import org.jspecify.annotations.NullMarked;
