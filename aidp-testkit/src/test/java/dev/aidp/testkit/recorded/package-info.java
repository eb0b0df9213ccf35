/** Runs recorded by earlier builds, which this one still replays. */
@NullMarked
package dev.aidp.testkit.recorded;

import org.jspecify.annotations.NullMarked;
