/**
 * What was recorded of runs, played against the program of today: {@link
 * dev.aidp.testkit.replay.Replay}, of what {@link dev.aidp.testkit.replay.Recording} has written or
 * a live namespace has. Knows nothing of tests.
 */
@NullMarked
package dev.aidp.testkit.replay;

import org.jspecify.annotations.NullMarked;
